//! What a bot's finders give together, on Thai as people write it; and properties on any text.

use proptest::prelude::*;

use super::*;
use crate::bot::{Annotation, EntityDef, Example, Lookup, Pattern, Synonym};
use crate::normalize::normalize;
use crate::tokenize::tokenize;
use crate::train::entity::train_entities;
use crate::value::Value;

fn annotated(text: &str, entity: &str, role: Option<&str>) -> Example {
    let (start, end) = (text.find('[').unwrap(), text.find(']').unwrap() - 1);
    let annotation = Annotation {
        start: start as u32,
        end: end as u32,
        entity: entity.into(),
        role: role.map(str::to_owned),
        ..Annotation::default()
    };
    Example { text: text.replace(['[', ']'], ""), annotations: vec![annotation], ..Example::default() }
}

fn bot() -> Bot {
    let mut bot = Bot::default();
    let kinds = ["city", "drink", "order_id", "bird", "phone", "time"];
    bot.domain.entities = kinds.map(|name| EntityDef { name: name.into(), ..EntityDef::default() }).into();
    let list = |entity: &str, words: &[&str]| Lookup {
        entity: entity.into(),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        ..Lookup::default()
    };
    bot.nlu.lookups = vec![
        list("city", &["เชียงใหม่", "กรุงเทพมหานคร", "Phuket", "เชียง"]),
        list("drink", &["น้ำ", "กาแฟ", "กาแฟเย็น", "ชา"]),
        list("bird", &["กา"]),
        list("unknown", &["ครับ"]),
    ];
    let synonym = |value: &str, words: &[&str]| Synonym {
        value: value.into(),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        ..Synonym::default()
    };
    bot.nlu.synonyms = vec![synonym("กรุงเทพมหานคร", &["กทม", "Bangkok"])];
    bot.nlu.patterns =
        vec![Pattern { entity: "order_id".into(), pattern: r"\bAB\d{4}\b".into(), ..Pattern::default() }];
    let frames = ["ไป[ภูเก็ต]", "จะไป[ขอนแก่น]ครับ", "อยากไป[หาดใหญ่]", "ไปเที่ยว[พัทยา]", "จะไป[ระยอง]", "ไป[เชียงราย]"];
    bot.nlu.examples = frames.iter().map(|text| annotated(text, "city", Some("to"))).collect();
    let plain = ["ขอชาค่ะ", "สวัสดีครับ", "ขอบคุณค่ะ", "เช็คของหน่อย", "โอนเงินแล้วครับ", "โทรกลับด้วย", "I want to go please"];
    bot.nlu.examples.extend(plain.map(|text| Example { text: text.into(), ..Example::default() }));
    bot
}

fn finder() -> Finder {
    let mut bot = bot();
    let reader = TextReader::new(&bot);
    train_entities(&mut bot, &reader).unwrap();
    Finder::new(&bot, &reader).unwrap()
}

fn found(finder: &Finder, text: &str) -> Vec<Entity> {
    let text = normalize(text);
    let mut pieces = Vec::new();
    tokenize(&text, &mut pieces);
    let reading = Reading { text: &text, pieces: &pieces, now: Timestamp(1_795_000_000_000) };
    finder.find(&reading, &Context::default())
}

fn brief(finder: &Finder, text: &str) -> Vec<(String, String, &'static str)> {
    found(finder, text).into_iter().map(|entity| (entity.kind, entity.text, entity.source)).collect()
}

fn one(kind: &str, text: &str, source: &'static str) -> (String, String, &'static str) {
    (kind.to_owned(), text.to_owned(), source)
}

#[test]
fn listed_words_are_found_between_thai_words() {
    let finder = finder();
    assert_eq!(brief(&finder, "อยากกินน้ำ"), [one("drink", "น้ำ", "lookup")]);
    assert_eq!(brief(&finder, "ขอกาแฟค่ะ"), [one("drink", "กาแฟ", "lookup")]);
    assert_eq!(brief(&finder, "ขอกาแฟเย็นค่ะ"), [one("drink", "กาแฟเย็น", "lookup")]);
    assert_eq!(brief(&finder, "fly to PHUKET please"), [one("city", "PHUKET", "lookup")]);
    assert_eq!(brief(&finder, "ไปเชียงใหม่ครับ"), [one("city", "เชียงใหม่", "lookup")]);
}

#[test]
fn a_pattern_beside_thai() {
    assert_eq!(brief(&finder(), "เช็คออเดอร์ab1234หน่อย"), [one("order_id", "ab1234", "regex")]);
}

#[test]
fn a_list_takes_the_role_that_examples_teach() {
    let found = found(&finder(), "อยากไปเชียงใหม่");
    assert_eq!((found[0].source, found[0].role.as_deref()), ("lookup", Some("to")));
}

#[test]
fn a_synonym_of_a_listed_word_is_found_and_named() {
    let found = found(&finder(), "โกดังอยู่กทมครับ");
    assert_eq!(found[0].text, "กทม");
    assert_eq!(found[0].value, Value::from("กรุงเทพมหานคร"));
}

#[test]
fn built_in_kinds_only_where_the_bot_lists_them() {
    let finder = finder();
    let found = found(&finder, "โทร 0812345678 โอน 500 บาท");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].kind.as_str(), found[0].source), ("phone", "builtin"));
}

#[test]
fn unknown_kinds_are_never_found() {
    assert!(brief(&finder(), "ครับ").is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_gives_ordered_disjoint_spans_of_it(text in ".{0,60}|[ก-๛ a-z0-9\\[]{0,60}|(น้ำ|เชียงใหม่|ไป|AB1234|ํา|กา|แฟ|้|เ){0,12}") {
        static FINDER: std::sync::LazyLock<Finder> = std::sync::LazyLock::new(finder);
        let mut last = 0;
        for entity in found(&FINDER, &text) {
            prop_assert!(entity.span.start >= last && entity.span.start < entity.span.end);
            prop_assert_eq!(text.get(entity.span.start..entity.span.end), Some(entity.text.as_str()));
            prop_assert!((0.0..=1.0).contains(&entity.score));
            last = entity.span.end;
        }
    }
}
