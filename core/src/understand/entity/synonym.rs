//! Words that stand for a value: the canonical value of an entity, after it was found.
//!
//! In: an entity of any kind whose whole value is text. Out: the same, with the value that the
//! author declared for it. Whole values only, without case; a synonym never finds anything.

use std::collections::HashMap;

use crate::bot::Nlu;
use crate::understanding::Entity;
use crate::value::Value;

use super::lookup::key;

/// All synonyms of a bot, by the key of their words.
#[derive(Debug, Default)]
pub(crate) struct Synonyms {
    values: HashMap<String, String>,
}

impl Synonyms {
    /// The synonyms of a bot; the first declared wins.
    pub(crate) fn new(nlu: &Nlu) -> Synonyms {
        let mut values = HashMap::new();
        for synonym in &nlu.synonyms {
            for word in &synonym.words {
                values.entry(key(word)).or_insert_with(|| synonym.value.clone());
            }
        }
        Synonyms { values }
    }

    /// Puts the declared value in place of the found one.
    pub(crate) fn apply(&self, entity: &mut Entity) {
        if self.values.is_empty() || matches!(entity.source, "payload" | "given") {
            return;
        }
        let Value::Text(text) = &entity.value else { return };
        let declared = self.values.get(&key(text)).or_else(|| self.values.get(&key(&entity.text)));
        if let Some(value) = declared {
            entity.value = Value::from(value.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::Synonym;
    use crate::text::Span;

    #[test]
    fn whole_values_only_and_without_case() {
        let synonym =
            Synonym {
                value: "กรุงเทพมหานคร".into(), words: vec!["BKK".into(), "กทม".into()], ..Synonym::default()
            };
        let synonyms = Synonyms::new(&Nlu { synonyms: vec![synonym], ..Nlu::default() });
        let value = |text: &str| {
            let mut entity = Entity::new("city", text, Span { start: 0, end: text.len() }, "model");
            synonyms.apply(&mut entity);
            entity.value
        };
        assert_eq!(value("bkk"), Value::from("กรุงเทพมหานคร"));
        assert_eq!(value("กทม."), Value::from("กทม."));
    }
}
