//! `pipeline:` and `policies:` of Rasa: the thresholds that are kept, and notes on the rest.
//!
//! In: the nodes. Out: fallback, built-in kinds, memory and rule settings. Tokenizers, featurizers and
//! classifiers are the engine's own: what replaces an entry is said in its note.

use super::reading::Reading;
use crate::bot::Fallback;
use crate::bot::node::{Content, Node};
use crate::error::Code;

/// An entry's name, without the path of its module, and its options.
fn named<'n>(reading: &mut Reading, item: &'n Node, what: &str) -> Option<(&'n str, &'n Node)> {
    let node = if let Content::Map(_) = item.content {
        let Some(name) = item.get("name") else {
            reading.missing("name", item.place, what);
            return None;
        };
        name
    } else {
        item
    };
    let name = reading.name(node, "`name`")?;
    Some((name.rsplit('.').next().unwrap_or(name), node))
}

/// Reads `pipeline:`.
pub(super) fn pipeline(reading: &mut Reading, node: &Node) {
    if node.scalar().is_some() && !node.is_null() {
        let message = "named pipelines ended with Rasa 1; the engine's own understanding is used";
        return reading.note(Code::Unused, node.place, message);
    }
    for item in reading.list(node, "`pipeline`") {
        reading.pipeline = true;
        let Some((name, place)) = named(reading, item, "an entry of `pipeline`") else { continue };
        match name {
            "FallbackClassifier" => {
                let mut fallback = Fallback { threshold: 0.3, ambiguity: 0.1 };
                let unit = (0.0, 1.0);
                if let Some(node) = item.get("threshold") {
                    fallback.threshold = reading.number(node, "`threshold`", unit).unwrap_or(0.3);
                }
                if let Some(node) = item.get("ambiguity_threshold") {
                    fallback.ambiguity = reading.number(node, "`ambiguity_threshold`", unit).unwrap_or(0.1);
                }
                reading.bot.settings.fallback = Some(fallback);
            }
            "DucklingEntityExtractor" | "DucklingHTTPExtractor" => duckling(reading, item),
            _ => component(reading, name, place),
        }
    }
}

fn component(reading: &mut Reading, name: &str, place: &Node) {
    let instead = match name {
        _ if name.ends_with("Tokenizer") => "the engine's own tokenizer, which knows Thai, is used",
        _ if name.ends_with("Featurizer") => "the engine's own features are used",
        "DIETClassifier"
        | "LogisticRegressionClassifier"
        | "SklearnIntentClassifier"
        | "KeywordIntentClassifier"
        | "MitieIntentClassifier" => "the engine's own models are used",
        "ResponseSelector" => "retrieval intents are answered by the engine's own model",
        "EntitySynonymMapper" | "RegexEntityExtractor" => return,
        "CRFEntityExtractor" | "SpacyEntityExtractor" | "MitieEntityExtractor" => "the engine's own entities are used",
        "SpacyNLP" | "MitieNLP" => "no language model is loaded",
        _ if name.contains("CommandGenerator") || name == "NLUCommandAdapter" => {
            "the host's own model may send commands as events"
        }
        _ => "it is not part of the engine; the host may do its work before or after a turn",
    };
    if reading.told.insert(name.to_owned()) {
        reading.note(Code::Unused, place.place, format!("`{name}` is not used: {instead}"));
    }
}

/// The built-in kinds that Duckling's `dimensions` ask for; all of them where none are named.
fn duckling(reading: &mut Reading, item: &Node) {
    let Some(node) = item.get("dimensions").filter(|node| !node.is_null()) else {
        return DUCKLING.iter().for_each(|(dimension, _)| add_builtin(reading, dimension));
    };
    for (name, place) in reading.names(node, "`dimensions`") {
        match DUCKLING.iter().find(|(dimension, _)| *dimension == name) {
            Some((dimension, _)) => add_builtin(reading, dimension),
            None => {
                let hint = crate::bot::nearest::hint(name, DUCKLING.iter().map(|(dimension, _)| *dimension));
                reading.note(Code::UnknownName, place, format!("Duckling has no dimension `{name}`{hint}"));
            }
        }
    }
}

/// The dimensions of Duckling, and our names for them.
pub(super) const DUCKLING: [(&str, &str); 14] = [
    ("amount-of-money", "money"),
    ("credit-card-number", "card"),
    ("distance", "distance"),
    ("duration", "duration"),
    ("email", "email"),
    ("number", "number"),
    ("numeral", "number"),
    ("ordinal", "ordinal"),
    ("phone-number", "phone"),
    ("quantity", "quantity"),
    ("temperature", "temperature"),
    ("time", "time"),
    ("url", "url"),
    ("volume", "volume"),
];

/// Adds a dimension once.
fn add_builtin(reading: &mut Reading, kind: &str) {
    let builtin = &mut reading.bot.settings.builtin;
    if !builtin.iter().any(|known| known == kind) {
        builtin.push(kind.to_owned());
    }
}

/// Reads `policies:`. An empty list asks for the defaults.
pub(super) fn policies(reading: &mut Reading, node: &Node) {
    let items = reading.list(node, "`policies`");
    if items.is_empty() {
        return;
    }
    let (mut memory, mut learned, mut last, mut rules) = (None, None, None, false);
    for item in items {
        let Some((name, place)) = named(reading, item, "an entry of `policies`") else { continue };
        match name {
            "MemoizationPolicy" | "AugmentedMemoizationPolicy" => {
                memory = Some((depth(reading, item), name.starts_with("Augmented")));
            }
            "RulePolicy" => {
                rules = true;
                rule_policy(reading, item);
            }
            "FallbackPolicy" | "TwoStageFallbackPolicy" => {
                last = Some(fallback_policy(reading, item));
                rules = true;
                let message = format!("`{name}` of Rasa 1 is read as its thresholds and its action");
                reading.note(Code::Migrated, place.place, message);
            }
            "MappingPolicy" | "FormPolicy" => {
                rules = true;
                reading.note(Code::Migrated, place.place, format!("`{name}` is part of the rules since Rasa 2"));
            }
            "TEDPolicy" | "UnexpecTEDIntentPolicy" | "IntentlessPolicy" | "SklearnPolicy" | "KerasPolicy" => {
                if name != "UnexpecTEDIntentPolicy" {
                    learned = Some((depth(reading, item), true));
                }
                let message = if name == "UnexpecTEDIntentPolicy" {
                    format!("`{name}` is not used: rules, stories and forms decide")
                } else {
                    format!("`{name}` is not used: past the stories, the steps most like the moment decide")
                };
                reading.note(Code::Unused, place.place, message);
            }
            "FlowPolicy" => rules = true,
            _ => {
                let message = format!("`{name}` is not used: it is not part of the engine");
                reading.note(Code::Unused, place.place, message);
            }
        }
    }
    // Where only a learned policy would follow the stories, they are followed as they stand.
    reading.bot.settings.memoization = memory.or(learned);
    reading.bot.policies.learned = learned.map(|(depth, _)| depth);
    reading.bot.settings.rules = rules;
    if !rules || last.is_some() {
        reading.bot.settings.last_resort = last;
    }
}

/// The thresholds of Rasa 1: that of understanding is the classifier's now.
fn fallback_policy(reading: &mut Reading, item: &Node) -> (f64, String) {
    let mut option = |key: &str, otherwise: f64| {
        let node = item.get(key).filter(|node| !node.is_null());
        node.and_then(|node| reading.number(node, &format!("`{key}`"), (0.0, 1.0))).unwrap_or(otherwise)
    };
    let (threshold, ambiguity) = (option("nlu_threshold", 0.3), option("ambiguity_threshold", 0.1));
    let core = option("core_threshold", 0.3);
    reading.bot.settings.fallback.get_or_insert(Fallback { threshold, ambiguity });
    let name = item.get("fallback_action_name").or(item.get("fallback_core_action_name")).and_then(Node::scalar);
    (core, name.unwrap_or("action_default_fallback").to_owned())
}

fn depth(reading: &mut Reading, item: &Node) -> Option<u32> {
    let node = item.get("max_history").filter(|node| !node.is_null())?;
    Some(reading.number(node, "`max_history`", (0.0, 10_000.0))?.round() as u32)
}

fn rule_policy(reading: &mut Reading, item: &Node) {
    let (mut threshold, mut action) = (0.3, "action_default_fallback".to_owned());
    if let Some(node) = item.get("core_fallback_threshold").filter(|node| !node.is_null()) {
        threshold = reading.number(node, "`core_fallback_threshold`", (0.0, 1.0)).unwrap_or(threshold);
    }
    if let Some(node) = item.get("core_fallback_action_name").filter(|node| !node.is_null())
        && let Some(name) = reading.name(node, "`core_fallback_action_name`")
    {
        reading.uses(super::reading::Kind::Action, name, node.place, true);
        name.clone_into(&mut action);
    }
    let on = item.get("enable_fallback_prediction");
    let on = on.is_none_or(|node| reading.flag(node, "`enable_fallback_prediction`").unwrap_or(true));
    reading.bot.settings.last_resort = on.then_some((threshold, action));
    if let Some(node) = item.get("check_for_contradictions") {
        let check = reading.flag(node, "`check_for_contradictions`").unwrap_or(true);
        reading.bot.policies.contradictions = check;
    }
    if let Some(node) = item.get("restrict_rules") {
        reading.bot.settings.restrict = reading.flag(node, "`restrict_rules`").unwrap_or(true);
    }
}
