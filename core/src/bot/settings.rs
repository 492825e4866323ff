//! What `config.yml` says that still has a meaning.

use serde::{Deserialize, Serialize};

/// Language, zone, thresholds, compatibility.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// `language: th`.
    pub(crate) language: String,
    /// `zone: Asia/Bangkok`, an IANA name.
    pub(crate) zone: String,
    /// `compatibility: rasa`: accidents of Rasa's behaviour are kept.
    pub(crate) rasa: bool,
    /// The classifier's fallback; `None` where the bot's pipeline has none and no rule or story of
    /// the bot mentions `nlu_fallback`.
    pub(crate) fallback: Option<Fallback>,
    /// `core_fallback_threshold` and `core_fallback_action_name`, where prediction of it is enabled.
    pub(crate) last_resort: Option<(f64, String)>,
    /// MemoizationPolicy: present, its `max_history` (`None`: unlimited), augmented.
    pub(crate) memoization: Option<(Option<u32>, bool)>,
    /// Whether rules and forms decide: false only where `policies:` lists no RulePolicy.
    pub(crate) rules: bool,
    /// RulePolicy: `restrict_rules`.
    pub(crate) restrict: bool,
    /// Actions a turn, at most.
    pub(crate) limit: u32,
    /// Built-in kinds that Duckling's entry asks for: by Duckling's name where the domain lists that
    /// (`amount-of-money`), else by ours (`money`).
    pub(crate) builtin: Vec<String>,
}

/// How long the bot waits for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Timing {
    /// Seconds without an answer until a flow asks whether somebody is there; 0: never.
    pub(crate) silence: f64,
    /// Seconds in which several short messages count as one; 0: each for itself.
    pub(crate) burst: f64,
}

/// How the policies go about it; apart from [`Settings`] because a saved state goes on unharmed where
/// they change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PolicySettings {
    /// What Rasa's `TEDPolicy` is for: past the stories, what followed at steps like this one. Its
    /// `max_history` (`None`: as far as it goes); absent where the bot lists policies without one.
    pub(crate) learned: Option<Option<u32>>,
    /// RulePolicy: `check_for_contradictions`.
    pub(crate) contradictions: bool,
}

impl Default for PolicySettings {
    fn default() -> PolicySettings {
        PolicySettings { learned: Some(Some(5)), contradictions: true }
    }
}

/// Below these, a message counts as not understood.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Fallback {
    /// The least score of the best intent.
    pub(crate) threshold: f64,
    /// The least distance between the best and the second.
    pub(crate) ambiguity: f64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            language: String::new(),
            zone: "Asia/Bangkok".to_owned(),
            rasa: false,
            fallback: None,
            last_resort: Some((0.3, "action_default_fallback".to_owned())),
            memoization: Some((None, false)),
            rules: true,
            restrict: true,
            limit: 10,
            builtin: Vec::new(),
        }
    }
}

/// How intents are told.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Hearing {
    /// `refuse`: the share of messages in scope that may be taken for out of scope, 0 to 0.5.
    pub(crate) refuse: f64,
    /// `several`: a message may ask for several things, also where no intent is named `a+b`.
    pub(crate) several: bool,
}

impl Default for Hearing {
    fn default() -> Hearing {
        Hearing { refuse: 0.05, several: false }
    }
}
