//! What is answered, with the names of the standard.

use serde::Serialize;

use super::services::Service;
use crate::correspondence::label;
use crate::platform::http::Context;
use crate::platform::place::Point;
use crate::safety::good_practices::GoodPractice;

/// The only kind that is ever read.
pub const SHOWN_KIND: &str = "good_practice";

/// A service (`GET services.json`).
#[derive(Serialize)]
pub struct ServiceShown<'a> {
    service_code: &'a str,
    service_name: String,
    description: &'a str,
    metadata: bool,
    #[serde(rename = "type")]
    kind: &'static str,
    keywords: String,
    group: &'a str,
}

impl ServiceShown<'static> {
    pub fn of(context: &Context, service: &'static Service) -> Self {
        Self {
            service_code: &service.kind,
            service_name: label(context, "safety_report_kinds", &service.kind),
            description: service.description(&context.language()),
            metadata: true,
            // The id of what is shown exists when something is shown.
            kind: "batch",
            keywords: service.keywords.join(","),
            group: &service.group,
        }
    }
}

/// What is asked for a service (`GET services/{code}.json`).
#[derive(Serialize)]
pub struct Definition<'a> {
    service_code: &'a str,
    attributes: Vec<Attribute>,
}

#[derive(Serialize)]
struct Attribute {
    variable: bool,
    code: &'static str,
    datatype: &'static str,
    required: bool,
    datatype_description: &'static str,
    order: u8,
    description: String,
    values: Vec<AttributeValue>,
}

#[derive(Serialize)]
struct AttributeValue {
    key: String,
    name: String,
}

/// The attribute with the hazards.
pub const HAZARDS: &str = "hazard_codes";
/// The attribute with which the reporter lets something be shown.
pub const PUBLICATION: &str = "may_be_published";

impl Definition<'static> {
    pub fn of(context: &Context, service: &'static Service) -> Self {
        let say = |name: &str| context.say(name, None, &Vec::new());
        let lists = context.services().code_lists();
        let hazards = lists.find(HAZARDS).into_iter().flat_map(|list| &list.codes);
        let value = |code: &str| AttributeValue {
            key: code.to_owned(),
            name: label(context, HAZARDS, code),
        };
        let mut attributes = vec![Attribute {
            variable: true,
            code: HAZARDS,
            datatype: "multivaluelist",
            required: false,
            datatype_description: "",
            order: 1,
            description: say("open311-hazard_codes"),
            values: hazards.map(|entry| value(&entry.code)).collect(),
        }];
        if service.may_be_published {
            let value = |key: &str| AttributeValue {
                key: key.to_owned(),
                name: say(&format!("open311-{key}")),
            };
            attributes.push(Attribute {
                variable: true,
                code: PUBLICATION,
                datatype: "singlevaluelist",
                required: false,
                datatype_description: "",
                order: 2,
                description: say("open311-may_be_published"),
                values: vec![value("yes"), value("no")],
            });
        }
        Self {
            service_code: &service.kind,
            attributes,
        }
    }
}

/// What is shown of a request (`GET requests.json`): a good practice.
#[derive(Serialize)]
pub struct RequestShown {
    service_request_id: String,
    status: &'static str,
    status_notes: Option<String>,
    service_name: String,
    service_code: &'static str,
    description: String,
    agency_responsible: Option<String>,
    service_notice: Option<String>,
    requested_datetime: String,
    updated_datetime: String,
    expected_datetime: Option<String>,
    address: Option<String>,
    address_id: Option<String>,
    zipcode: Option<String>,
    lat: Option<f64>,
    long: Option<f64>,
    media_url: Option<String>,
}

impl RequestShown {
    pub fn of(context: &Context, shown: GoodPractice) -> Self {
        let GoodPractice {
            id,
            text,
            hazard_codes: _,
            country: _,
            point,
            month,
        } = shown;
        // Of the time the month is shown: its first moment stands for it.
        let month = format!("{month}T00:00:00Z");
        Self {
            service_request_id: id.to_string(),
            status: "closed",
            status_notes: None,
            service_name: label(context, "safety_report_kinds", SHOWN_KIND),
            service_code: SHOWN_KIND,
            description: text,
            agency_responsible: None,
            service_notice: None,
            requested_datetime: month.clone(),
            updated_datetime: month,
            expected_datetime: None,
            address: None,
            address_id: None,
            zipcode: None,
            lat: point.as_ref().map(Point::latitude),
            long: point.as_ref().map(Point::longitude),
            media_url: None,
        }
    }
}

/// What whoever files a request gets (`POST requests.json`).
#[derive(Serialize)]
pub struct Created {
    pub token: String,
    pub service_notice: String,
    pub account_id: Option<String>,
    /// Beyond the standard: the code with which the reporter follows the report at `/v1/receipt/safety-report`.
    pub receipt_code: String,
}

/// What a token leads to (`GET tokens/{id}.json`).
#[derive(Serialize)]
pub struct TokenShown {
    pub token: String,
    /// Null as long as nothing is shown in public.
    pub service_request_id: Option<String>,
}

/// Where everything is (`GET discovery.json`).
#[derive(Serialize)]
pub struct Discovery {
    pub changeset: &'static str,
    pub contact: String,
    pub key_service: String,
    pub endpoints: Vec<Endpoint>,
}

#[derive(Serialize)]
pub struct Endpoint {
    pub specification: &'static str,
    pub url: String,
    pub changeset: &'static str,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub formats: [&'static str; 1],
}
