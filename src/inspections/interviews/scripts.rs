//! The scripts, every version that was ever published, and what answers come to.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::inspections::records::InterviewRiskBand;
use crate::platform::code_lists::Texts;
use crate::platform::encoded::hexadecimal;
use crate::text_enum;

const FILES: &[&str] = &[include_str!(
    "../../../data/interview-scripts/worker_basic.1.toml"
)];

/// By hash. A test shows that each file is read.
static SCRIPTS: LazyLock<BTreeMap<String, Script>> = LazyLock::new(|| {
    let read = |text: &&str| {
        let script: Script = toml::from_str(text).ok()?;
        Some((script.hash().ok()?, script))
    };
    FILES.iter().filter_map(read).collect()
});

text_enum! {
    /// What a worker taps.
    pub enum Tap {
        /// Yes.
        Yes => "yes",
        /// No.
        No => "no",
        /// I would rather not say.
        Skip => "skip",
    }
}

/// A question.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InterviewQuestion)]
pub struct Question {
    /// Its code within the script.
    #[schema(example = "documents_kept")]
    pub code: String,
    /// What it is about (code list `ilo_indicators`).
    #[schema(example = "retention_of_identity_documents")]
    pub indicator: String,
    /// The answer that speaks for a risk.
    pub risk_answer: Tap,
    /// What that counts.
    pub weight: u8,
    /// That answer alone makes the risk high.
    #[serde(default)]
    pub grave: bool,
    /// The recording, without language and ending: the app plays its own file.
    #[schema(example = "worker_basic.1.documents_kept")]
    pub audio: String,
    /// What is heard, by language.
    #[schema(value_type = BTreeMap<String, String>)]
    pub text: Texts,
}

/// A script.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InterviewScript)]
pub struct Script {
    /// What it is called through all its versions.
    #[schema(example = "worker_basic")]
    pub code: String,
    /// Counts its versions, from 1.
    pub version: u32,
    /// Who made it, and after what.
    pub source: String,
    /// Its title, by language.
    #[schema(value_type = BTreeMap<String, String>)]
    pub title: Texts,
    /// The questions, in the order in which they are heard.
    pub questions: Vec<Question>,
}

/// What a worker answered, by the codes of questions.
pub type Answers = BTreeMap<String, Tap>;

impl Script {
    /// The hash under which it is known: of its JSON with sorted members and no spaces.
    pub fn hash(&self) -> Result<String, serde_json::Error> {
        // A value keeps its members sorted.
        let value = serde_json::to_value(self)?;
        Ok(hexadecimal(&Sha256::digest(serde_json::to_vec(&value)?)))
    }

    /// Whether it asks this.
    pub fn asks(&self, code: &str) -> bool {
        self.questions.iter().any(|own| own.code == code)
    }

    /// How great the risk is. Fewer than half of the questions answered say nothing, unless a grave one is among them.
    pub fn risk(&self, answers: &Answers) -> InterviewRiskBand {
        let (mut answered, mut of, mut score, mut is_grave) = (0_usize, 0_u32, 0_u32, false);
        for question in &self.questions {
            let tap = answers.get(&question.code).copied().unwrap_or(Tap::Skip);
            if tap == Tap::Skip {
                continue;
            }
            answered += 1;
            of += u32::from(question.weight);
            if tap == question.risk_answer {
                score += u32::from(question.weight);
                is_grave |= question.grave;
            }
        }
        if is_grave {
            return InterviewRiskBand::High;
        }
        if answered * 2 < self.questions.len() {
            return InterviewRiskBand::Unknown;
        }
        match score * 100 / of.max(1) {
            50.. => InterviewRiskBand::High,
            15.. => InterviewRiskBand::Medium,
            _ => InterviewRiskBand::Low,
        }
    }
}

/// All scripts with their hashes.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Script)> {
    SCRIPTS.iter().map(|(hash, own)| (hash.as_str(), own))
}

/// The one with a hash.
pub fn find(hash: &str) -> Option<&'static Script> {
    SCRIPTS.get(hash)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::platform::code_lists::CodeLists;

    const PUBLISHED: &str = include_str!("../../../data/interview-scripts/published.txt");

    fn taps(all: &[(&str, Tap)]) -> Answers {
        all.iter()
            .map(|(code, tap)| ((*code).to_owned(), *tap))
            .collect()
    }

    fn basic() -> &'static Script {
        all().next().unwrap().1
    }

    #[test]
    fn every_file_is_a_script_whose_indicators_are_known() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        let indicators = &lists.find("ilo_indicators").unwrap().codes;
        for text in FILES {
            let script: Script = toml::from_str(text).unwrap();
            for question in &script.questions {
                let is_known = indicators.iter().any(|own| own.code == question.indicator);
                assert!(
                    is_known && question.risk_answer != Tap::Skip,
                    "{}",
                    question.code
                );
            }
        }
        assert_eq!(SCRIPTS.len(), FILES.len());
    }

    #[test]
    fn a_script_that_was_published_never_changes() {
        let line = |(hash, own): (&str, &Script)| format!("{} {} {hash}\n", own.code, own.version);
        let mut lines: Vec<String> = all().map(line).collect();
        lines.sort();
        assert_eq!(lines.concat(), PUBLISHED, "new lines are adopted by hand");
    }

    #[test]
    fn the_risk_follows_from_what_is_answered() {
        let fine = [
            ("documents_kept", Tap::No),
            ("free_to_leave", Tap::Yes),
            ("wages_paid", Tap::Yes),
            ("debt", Tap::No),
            ("threatened", Tap::No),
            ("hurt", Tap::No),
            ("hours", Tap::No),
            ("job_as_promised", Tap::Yes),
            ("living", Tap::Yes),
        ];
        let with = |code: &str, tap: Tap| {
            let mut answers = taps(&fine);
            answers.insert(code.to_owned(), tap);
            basic().risk(&answers)
        };
        assert_eq!(basic().risk(&taps(&fine)), InterviewRiskBand::Low);
        assert_eq!(with("hours", Tap::Yes), InterviewRiskBand::Low);
        assert_eq!(with("hurt", Tap::Yes), InterviewRiskBand::High);
        let mut some = taps(&fine);
        some.extend(taps(&[("hours", Tap::Yes), ("wages_paid", Tap::No)]));
        assert_eq!(basic().risk(&some), InterviewRiskBand::Medium);
        assert_eq!(basic().risk(&taps(&fine[..3])), InterviewRiskBand::Unknown);
        assert_eq!(
            basic().risk(&taps(&[("hurt", Tap::Yes)])),
            InterviewRiskBand::High
        );
        assert_eq!(basic().risk(&Answers::new()), InterviewRiskBand::Unknown);
    }
}
