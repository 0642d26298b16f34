//! A simulated attack: how far forty bought reviews move a score, with and without the defences.
//!
//! Everything follows from [`SEED`]. `cargo test --features postgres --test api attack -- --nocapture` prints the
//! table that stands in `docs/measurements.md`. The moderator of this story reads badly: whatever is not under
//! suspicion is published.

use std::time::Duration;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::clock::Time;
use tulay::platform::ids::Id;

use super::delay::{NEXT_DAY_BEHIND_A_PROXY, tick};
use super::signals::{BEHIND_A_PROXY, bare, check, file_from, keep_watch};
use super::{Filed, decide, reviews_of};
use crate::harness::{Person, TestApp};
use crate::on_both;

const SEED: u64 = 0x74_756c_6179;
const DAY: Duration = Duration::from_hours(24);
/// Of a hundred honest reviews so many give each score: 2.6 in the mean.
const HONEST: [u64; 5] = [26, 24, 24, 16, 10];

/// Chance that is the same every time (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (value ^ (value >> 31)) % limit
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[usize::try_from(self.below(of.len().try_into().unwrap())).unwrap()]
    }

    fn stars(&mut self) -> u8 {
        let mut left = self.below(100);
        for (stars, share) in (1..).zip(HONEST) {
            if left < share {
                return stars;
            }
            left -= share;
        }
        5
    }

    fn story(&mut self) -> (String, &'static str) {
        let number = usize::try_from(self.below(4)).unwrap();
        let (language, parts) = &WORDS[number];
        let mut clause = || {
            parts
                .iter()
                .map(|part| self.one(part))
                .collect::<Vec<_>>()
                .join(" ")
        };
        (format!("{}. {}.", clause(), clause()), language)
    }
}

/// Who, did what, with what, when: in four languages.
const WORDS: [(&str, [&[&str]; 4]); 4] = [
    (
        "en",
        [
            &[
                "The office",
                "Their driver",
                "A lady at the desk",
                "The manager",
                "My employer",
                "The trainer",
                "An uncle of the owner",
                "Somebody on the phone",
            ],
            &[
                "kept",
                "promised",
                "lost",
                "asked me for",
                "deducted",
                "changed",
                "paid for",
                "explained",
                "forgot",
                "sold me",
            ],
            &[
                "my passport",
                "three months of wages",
                "the medical",
                "the second contract",
                "my day off",
                "the flight to Jeddah",
                "a room with a window",
                "the training in Manila",
                "the insurance card",
            ],
            &[
                "before I left",
                "in the first week",
                "when I was ill",
                "without telling my family",
                "and nobody said sorry",
                "after I had complained twice",
                "as it was written",
                "while I was at sea",
            ],
        ],
    ),
    (
        "fil",
        [
            &[
                "Ang opisina",
                "Yung driver nila",
                "Ang amo ko",
                "Si ma'am sa desk",
                "Ang manager",
                "Isang kamag-anak ng may-ari",
                "Yung nasa telepono",
            ],
            &[
                "ay hindi ibinalik",
                "ay nangako ng",
                "ay humingi ng",
                "ay nagbawas ng",
                "ay nagpalit ng",
                "ay nagbayad ng",
                "ay nakalimot sa",
                "ay nagpaliwanag ng",
            ],
            &[
                "pasaporte ko",
                "tatlong buwang sahod",
                "pa-medical",
                "kontrata",
                "day off",
                "tiket papuntang Riyadh",
                "training sa Maynila",
                "tirahan namin",
                "seguro",
            ],
            &[
                "bago ako umalis",
                "noong unang linggo",
                "nang magkasakit ako",
                "nang hindi alam ng pamilya ko",
                "at walang humingi ng tawad",
                "matapos kong magreklamo",
                "ayon sa usapan",
            ],
        ],
    ),
    (
        "id",
        [
            &[
                "Kantor itu",
                "Sopir mereka",
                "Majikan saya",
                "Ibu di meja depan",
                "Kepala cabang",
                "Paman pemiliknya",
                "Orang di telepon",
            ],
            &[
                "menahan",
                "menjanjikan",
                "meminta",
                "memotong",
                "mengganti",
                "membayar",
                "melupakan",
                "menjelaskan",
                "menjual",
            ],
            &[
                "paspor saya",
                "gaji tiga bulan",
                "biaya kesehatan",
                "kontrak kedua",
                "hari libur",
                "tiket ke Taipei",
                "pelatihan di Surabaya",
                "kamar kami",
                "kartu asuransi",
            ],
            &[
                "sebelum saya berangkat",
                "pada minggu pertama",
                "ketika saya sakit",
                "tanpa memberi tahu keluarga",
                "dan tidak ada yang minta maaf",
                "setelah saya mengadu",
                "sesuai janji",
            ],
        ],
    ),
    (
        "vi",
        [
            &[
                "Văn phòng",
                "Tài xế của họ",
                "Chủ nhà",
                "Chị ở quầy",
                "Giám đốc",
                "Người bà con của chủ",
                "Người nghe máy",
            ],
            &[
                "giữ",
                "hứa",
                "đòi",
                "trừ",
                "đổi",
                "trả",
                "quên",
                "giải thích",
                "bán cho tôi",
            ],
            &[
                "hộ chiếu của tôi",
                "ba tháng lương",
                "tiền khám sức khỏe",
                "hợp đồng thứ hai",
                "ngày nghỉ",
                "vé đi Đài Bắc",
                "khóa học ở Hà Nội",
                "chỗ ở",
                "thẻ bảo hiểm",
            ],
            &[
                "trước khi tôi đi",
                "trong tuần đầu",
                "khi tôi ốm",
                "mà không báo gia đình",
                "và không ai xin lỗi",
                "sau khi tôi khiếu nại",
                "như đã nói",
            ],
        ],
    ),
];

/// What is bought: four texts, each with words that are swapped.
const BOUGHT: [&str; 4] = [
    "This agency is very {good} and {honest}, the staff helped me with all my papers and I recommend it to everybody",
    "I had a {good} experience with them, they are {honest} people and my salary always came on time every month",
    "Very {good} service from the first day until I arrived, the team is {honest} and I did not pay any extra money",
    "My employer is kind and the agency is {good}, they call me every week and they are always {honest} with workers",
];

/// The story always begins on the same day: which week is which matters.
fn monday() -> Time {
    Time::parse("2027-01-04T08:00:00Z").unwrap()
}

fn honest(dice: &mut Dice) -> Value {
    let mut body = bare(dice.stars(), None);
    if dice.below(10) < 7 {
        let (text, language) = dice.story();
        body["comment"] = json!({ "text": text, "language": language });
    }
    if dice.below(10) < 6 {
        let amount = format!("{}.00", 200 + 10 * dice.below(200));
        body["fee_items"] = json!([{ "category": "recruitment_fee",
            "paid": { "amount": amount, "currency": "SGD" }, "paid_to": "agency" }]);
    }
    body
}

/// The first twenty-six are paraphrases, eight are stars alone, and six are made with care: a story of their own and a
/// month.
fn fake(dice: &mut Dice, number: usize) -> Value {
    match number {
        0..26 => {
            let text = BOUGHT[number % 4]
                .replace("{good}", dice.one(&["good", "nice", "great", "excellent"]));
            let text = text.replace("{honest}", dice.one(&["honest", "fair", "correct"]));
            bare(5, Some(&text))
        }
        26..34 => bare(5, None),
        _ => {
            let (text, language) = dice.story();
            let mut body = bare(5, None);
            body["comment"] = json!({ "text": text, "language": language });
            body["recruited_month"] = json!("2025-03");
            body
        }
    }
}

async fn somebody(app: &TestApp) -> Person<'_> {
    let organisation = app.organisation("Reading Room", &["PH"], &["other"]).await;
    app.member(organisation, &[Role::Moderator]).await
}

/// Reviews that wait and are not under suspicion are published, whatever they say.
async fn publish_unsuspected(app: &TestApp, wait: &mut Vec<Filed>) {
    keep_watch(app).await;
    tick(app).await;
    let by = somebody(app).await;
    let suspected = suspected(&by).await;
    let (later, now): (Vec<Filed>, Vec<Filed>) =
        wait.drain(..).partition(|one| suspected.contains(&one.id));
    for one in &now {
        super::publish(&by, one).await;
    }
    *wait = later;
}

async fn suspected(by: &Person<'_>) -> Vec<String> {
    let page = by
        .get("/v1/staff/reviews?suspected=true&limit=100")
        .await
        .json();
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn mean(app: &TestApp, agency: Id) -> f64 {
    app.rating(agency).await["mean"].as_f64().unwrap()
}

async fn file_honest(app: &TestApp, agency: Id, dice: &mut Dice) -> Filed {
    let body = honest(dice);
    let place = format!("198.{}.{}.7", 18 + dice.below(2), dice.below(200));
    file_from(app, agency, &body, &place).await
}

/// Two hundred reviews in eighteen months, each of them published.
async fn eighteen_months(app: &TestApp, agency: Id, dice: &mut Dice) -> Vec<Filed> {
    let (mut all, mut wait) = (Vec::new(), Vec::new());
    for step in 0..50 {
        for _ in 0..4 {
            let one = file_honest(app, agency, dice).await;
            wait.push(Filed {
                id: one.id.clone(),
                code: one.code.clone(),
            });
            all.push(one);
        }
        publish_unsuspected(app, &mut wait).await;
        assert!(wait.is_empty(), "step {step}");
        app.clock.advance(DAY * 11);
    }
    all
}

/// Forty bought reviews in three days from three networks, among two honest ones a day; the moderator reads twice a day.
async fn attack(
    app: &TestApp,
    agency: Id,
    dice: &mut Dice,
) -> (Vec<Filed>, Vec<Filed>, Vec<Filed>) {
    let (mut fakes, mut honest, mut wait) = (Vec::new(), Vec::new(), Vec::new());
    let mut order: Vec<usize> = (0..40).collect();
    order.sort_by_key(|number| (number * 17 + 5) % 40);
    for half in 0..6 {
        honest.push(file_honest(app, agency, dice).await);
        for number in order
            .iter()
            .skip(half * 40 / 6)
            .take((half + 1) * 40 / 6 - half * 40 / 6)
        {
            let place = format!("203.0.{}.9", number % 3);
            fakes.push(file_from(app, agency, &fake(dice, *number), &place).await);
        }
        let of = |one: &Filed| Filed {
            id: one.id.clone(),
            code: one.code.clone(),
        };
        wait.extend(fakes.iter().skip(half * 40 / 6).map(of));
        wait.extend(honest.last().map(of));
        publish_unsuspected(app, &mut wait).await;
        app.clock.advance(DAY / 2);
    }
    keep_watch(app).await;
    (fakes, honest, wait)
}

#[expect(clippy::print_stdout, reason = "a measurement is there to be read")]
fn tell(line: &str) {
    println!("{line}");
}

on_both! {
    async fn bought_reviews_move_the_score_little(app: TestApp) {
        let app = app.another_with(BEHIND_A_PROXY);
        app.clock.set(monday());
        let mut dice = Dice(SEED);
        let agency = app.agency("Sunrise Manpower (made up)").await;
        eighteen_months(&app, agency, &mut dice).await;
        let before = mean(&app, agency).await;

        let (fakes, honest, wait) = attack(&app, agency, &mut dice).await;
        let defended = mean(&app, agency).await;
        assert_eq!(check(&app, agency).await, [""; 0]);
        let by = somebody(&app).await;
        let held = suspected(&by).await;
        let caught = fakes.iter().filter(|one| held.contains(&one.id)).count();
        let wrongly = honest.iter().filter(|one| held.contains(&one.id)).count();
        let appeared = caught - wait.iter().filter(|one| held.contains(&one.id)).count();

        // Without the defences all of them would have been published.
        let reason = json!({ "reason": "What if nobody had noticed" });
        for one in fakes.iter().filter(|one| held.contains(&one.id)) {
            if wait.iter().any(|waiting| waiting.id == one.id) {
                super::publish(&by, one).await;
            } else {
                decide(&by, one, "signals/clear", &reason).await.assert_status(200);
            }
        }
        let undefended = mean(&app, agency).await;
        assert_eq!(app.rating(agency).await["review_count"], 246);
        tell(&format!(
            "| score before | {before:.2} |\n| with the attack, no defence | {undefended:.2} (+{:.2}) |\n\
             | with the attack, defended | {defended:.2} ({:+.2}) |\n| bought reviews held | {caught} of 40 |\n\
             | of these published before it was plain | {appeared} |\n| honest reviews of those days held | {wrongly} of 6 |",
            undefended - before, defended - before,
        ));
        assert!(undefended - before > 0.25, "{before} {undefended}");
        assert!((defended - before).abs() < (undefended - before) / 3.0, "{before} {defended}");
        assert!(caught >= 34 && wrongly == 0, "{caught} {wrongly}");
    }

    async fn bought_reviews_that_wait_for_their_day_move_it_no_more(app: TestApp) {
        let app = app.another_with(NEXT_DAY_BEHIND_A_PROXY);
        app.clock.set(monday());
        let mut dice = Dice(SEED);
        let agency = app.agency("Sunrise Manpower (made up)").await;
        eighteen_months(&app, agency, &mut dice).await;
        tick(&app).await;
        let before = mean(&app, agency).await;
        let (fakes, ..) = attack(&app, agency, &mut dice).await;
        app.clock.advance(DAY);
        tick(&app).await;
        let defended = mean(&app, agency).await;
        assert_eq!(check(&app, agency).await, [""; 0]);
        let held = suspected(&somebody(&app).await).await;
        let caught = fakes.iter().filter(|one| held.contains(&one.id)).count();
        let page = app.get(&reviews_of(agency)).await.json();
        let seen = page["under_review"].as_i64().unwrap();
        tell(&format!(
            "| with the attack, defended, in batches of a day | {defended:.2} ({:+.2}) |\n\
             | bought reviews held then | {caught} of 40 |\n| of these ever seen | {seen} |",
            defended - before,
        ));
        assert!((defended - before).abs() < 0.18, "{before} {defended}");
        assert!(caught >= 34 && seen <= 5, "{caught} {seen}");
    }

    async fn an_outcry_after_a_scandal_counts(app: TestApp) {
        let app = app.another_with(BEHIND_A_PROXY);
        app.clock.set(monday());
        let mut dice = Dice(SEED);
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut wait = Vec::new();
        for _ in 0..12 {
            wait.push(file_honest(&app, agency, &mut dice).await);
            publish_unsuspected(&app, &mut wait).await;
            app.clock.advance(DAY * 11);
        }
        let before = mean(&app, agency).await;
        for number in 0..15 {
            let mut body = honest(&mut dice);
            body["overall"] = json!(1);
            let place = format!("198.51.{}.7", number % 9);
            wait.push(file_from(&app, agency, &body, &place).await);
            if number % 2 == 0 {
                app.clock.advance(DAY / 2);
            }
            publish_unsuspected(&app, &mut wait).await;
        }
        keep_watch(&app).await;
        let held = suspected(&somebody(&app).await).await.len();
        let after = mean(&app, agency).await;
        tell(&format!("| honest complaints held after a scandal | {held} of 15 |\n| score before and after it | {before:.2}, {after:.2} |"));
        assert_eq!((held, app.rating(agency).await["review_count"].as_u64()), (0, Some(27)));
        assert!(after < before - 0.3);
    }
}
