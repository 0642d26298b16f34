//! How ratings come about, in words and numbers.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::http::Context;
use crate::platform::http::input::{NoParameters, QueryOf};
use crate::platform::http::public::{Found, answer};
use crate::platform::problem::Problem;
use crate::reviews::model::{
    HALF_LIFE_MONTHS, INTERVAL, LEAST_AGENCIES, LEAST_OF_MONEY, LEAST_REVIEWS, METHOD, ProofTier,
    STRENGTH,
};
use crate::text_enum;

text_enum! {
    /// What a paragraph of the explanation is about.
    pub enum MethodologyTopic {
        /// What counts at all.
        Counted => "counted",
        /// How much a review counts.
        Weight => "weight",
        /// What a proof is, and why it weighs so much.
        Proof => "proof",
        /// What happens to reviews under suspicion.
        Suspicion => "suspicion",
        /// Why the mean is drawn towards that of the corridor.
        Prior => "prior",
        /// What is the same and what is another for employers.
        Employers => "employers",
        /// What the interval says.
        Interval => "interval",
        /// What is hidden, and why.
        Hidden => "hidden",
        /// Costs, legal limits and contracts.
        Costs => "costs",
        /// When figures change, and how they can be checked.
        Time => "time",
    }
}

/// A paragraph in the caller's language.
#[derive(Debug, Serialize, ToSchema)]
pub struct MethodologyParagraph {
    /// What it is about.
    topic: MethodologyTopic,
    /// The text.
    text: String,
}

/// How much reviews with a kind of proof count.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofWeight {
    /// The kind of proof.
    proof: ProofTier,
    /// The factor.
    weight: f64,
}

/// The formulae, in plain letters. `n_k` is the number of reviews of score k, `w` the weight of one.
#[derive(Debug, Serialize, ToSchema)]
pub struct MethodologyFormulae {
    /// How much a review counts.
    weight: String,
    /// The weighed number of reviews of a score, with the imaginary ones.
    weighed_count: String,
    /// The mean.
    mean: String,
    /// The variance of the mean.
    variance: String,
    /// The ends of the interval.
    interval: String,
}

/// The numbers in the formulae.
#[derive(Debug, Serialize, ToSchema)]
pub struct MethodologyConstants {
    /// Reviews below which nothing is shown.
    minimum_reviews: u32,
    /// Reviews below which no amount of money is shown.
    minimum_reviews_of_money: u32,
    /// After so many months a review counts half.
    half_life_months: u32,
    /// Imaginary reviews that are added.
    prior_strength: u32,
    /// Reviews that a corridor needs for its mean to be expected of an agency.
    prior_minimum_reviews: u32,
    /// Agencies of which they must be.
    prior_minimum_agencies: usize,
    /// The probability that the interval holds the true mean.
    interval: f64,
    /// How much each kind of proof counts.
    weights_by_proof: Vec<ProofWeight>,
}

/// How ratings come about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "method": "corridor-mean-3",
    "paragraphs": [{ "topic": "counted", "text": "A rating is made of all published reviews of an agency, and of nothing else." }],
    "formulae": { "weight": "w = proof × 0.5^(age in months / 24)", "weighed_count": "a_k = prior_k + sum of w over reviews of score k",
        "mean": "m = sum of k × a_k / A, with A = sum of a_k", "variance": "v = (sum of k² × a_k / A − m²) / (A + 1)",
        "interval": "the 5 % and 95 % quantiles of the beta distribution on 1 to 5 with mean m and variance v" },
    "constants": { "minimum_reviews": 3, "minimum_reviews_of_money": 5, "half_life_months": 24, "prior_strength": 5,
        "prior_minimum_reviews": 20, "prior_minimum_agencies": 3, "interval": 0.9,
        "weights_by_proof": [{ "proof": "self_declared", "weight": 1.0 }, { "proof": "vouched", "weight": 1.5 }] }
}))]
pub struct RatingMethodology {
    /// Names the method; ratings made by it say so in `method`.
    method: String,
    /// The explanation in the caller's language.
    paragraphs: Vec<MethodologyParagraph>,
    /// The formulae.
    formulae: MethodologyFormulae,
    /// The numbers in them.
    constants: MethodologyConstants,
}

/// Read how ratings come about.
#[utoipa::path(tag = "reviews", operation_id = "explain_ratings",
    responses((status = 200, description = "The method", body = RatingMethodology)))]
#[get("/methodology/ratings")]
pub(super) async fn explain_ratings(
    _query: QueryOf<NoParameters>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let minimum = context.services().config.rating_minimum;
        let topics = MethodologyTopic::ALL.iter();
        let body = RatingMethodology {
            method: METHOD.to_owned(),
            paragraphs: topics.map(|topic| paragraph(&context, *topic)).collect(),
            formulae: MethodologyFormulae::new(),
            constants: MethodologyConstants::new(minimum),
        };
        Ok(Found::spoken(body, &context))
    };
    answer(&context, &request, find).await
}

fn paragraph(context: &Context, topic: MethodologyTopic) -> MethodologyParagraph {
    let services = context.services();
    let minimum = services.config.rating_minimum;
    let arguments = vec![
        ("minimum", minimum.to_string()),
        ("of_money", minimum.max(LEAST_OF_MONEY).to_string()),
        ("months", HALF_LIFE_MONTHS.to_string()),
        ("strength", STRENGTH.to_string()),
        ("reviews", LEAST_REVIEWS.to_string()),
        ("agencies", LEAST_AGENCIES.to_string()),
        ("percent", format!("{:.0}", INTERVAL * 100.0)),
    ];
    let name = format!("methodology-{topic}");
    let text = context.say(&name, None, &arguments);
    MethodologyParagraph { topic, text }
}

impl MethodologyFormulae {
    fn new() -> Self {
        Self {
            weight: format!("w = proof × 0.5^(age in months / {HALF_LIFE_MONTHS})"),
            weighed_count: "a_k = prior_k + sum of w over reviews of score k".to_owned(),
            mean: "m = sum of k × a_k / A, with A = sum of a_k".to_owned(),
            variance: "v = (sum of k² × a_k / A − m²) / (A + 1)".to_owned(),
            interval: "the 5 % and 95 % quantiles of the beta distribution on 1 to 5 with mean m \
                       and variance v"
                .to_owned(),
        }
    }
}

impl MethodologyConstants {
    fn new(minimum_reviews: u32) -> Self {
        let weight = |proof: &ProofTier| ProofWeight {
            proof: *proof,
            weight: proof.weight(),
        };
        Self {
            minimum_reviews,
            minimum_reviews_of_money: minimum_reviews.max(LEAST_OF_MONEY),
            half_life_months: HALF_LIFE_MONTHS,
            prior_strength: STRENGTH,
            prior_minimum_reviews: LEAST_REVIEWS,
            prior_minimum_agencies: LEAST_AGENCIES,
            interval: INTERVAL,
            weights_by_proof: ProofTier::ALL.iter().map(weight).collect(),
        }
    }
}
