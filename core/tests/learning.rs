//! What training promises: a model or a clear error for any examples, and refusals as agreed.

#![allow(missing_docs, clippy::unwrap_used)]

use sonthana::{EntityModel, IntentModel, Span, TaggedExample, TaggedSpan, Training};

type Row = (String, Option<String>);

fn row(text: impl Into<String>, name: impl Into<String>) -> Row {
    (text.into(), Some(name.into()))
}

/// The next of a fixed sequence (Marsaglia's xorshift).
fn roll(state: &mut u64, below: usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 20).unwrap() % below
}

/// Messages of 16 intents: words of their own among words that all share.
fn messages(count: usize, state: &mut u64) -> Vec<Row> {
    let mut message = |at: usize| {
        let intent = at % 16;
        let words: Vec<String> = (0..6)
            .map(|_| match roll(state, 3) {
                0 => format!("own{}x{intent}", roll(state, 12)),
                _ => format!("any{}", roll(state, 60)),
            })
            .collect();
        row(words.join(" "), format!("intent{intent}"))
    };
    (0..count).map(&mut message).collect()
}

#[test]
fn no_more_is_refused_than_was_agreed() {
    let mut state = 88_172_645_463_325_252;
    let (train, fresh) = (messages(1_600, &mut state), messages(1_600, &mut state));
    let mut before = 0.0;
    for refuse in [0.01, 0.05, 0.1, 0.2] {
        let model = IntentModel::train_with(&train, Training { refuse }).unwrap();
        let refused = fresh.iter().filter(|(text, _)| model.predict(text).name.is_none()).count();
        let share = refused as f64 / fresh.len() as f64;
        // Two standard errors of a share among so many.
        let margin = 2.0 * (refuse * (1.0 - refuse) / fresh.len() as f64).sqrt();
        assert!(share <= refuse + margin, "{share} of {refuse}");
        assert!(share >= before, "{share} after {before}");
        before = share;
    }
    assert!(before > 0.1, "{before}");
}

#[test]
fn nobody_is_sure_of_words_that_were_never_heard() {
    let mut state = 11_400_714_819_323_198_485;
    let model = IntentModel::train(&messages(160, &mut state)).unwrap();
    // Half of the words are those that all intents share, the others are new.
    let strange: Vec<String> = (0..200)
        .map(|at| format!("any{} new{at} any{} other{at} strange{at}", roll(&mut state, 60), roll(&mut state, 60)))
        .collect();
    let mean = |texts: &[String]| texts.iter().map(|text| model.rank(text)[0].score).sum::<f64>() / texts.len() as f64;
    let fresh: Vec<String> = messages(200, &mut state).into_iter().map(|(text, _)| text).collect();
    assert!(mean(&strange) < 0.4 && mean(&strange) < 0.6 * mean(&fresh), "{} {}", mean(&strange), mean(&fresh));
    assert!(strange.iter().all(|text| model.rank(text)[0].score < 0.9));
}

#[test]
fn a_line_of_ten_megabytes() {
    let long = "ขอลาเต้แก้วนึงค่ะ please ".repeat(200_000);
    let model = IntentModel::train(&[row(long.as_str(), "order"), row("เปิดกี่โมง", "hours")]).unwrap();
    assert_eq!(model.predict(&long).name.as_deref(), Some("order"));
    assert_eq!(model.rank(&"ก".repeat(3_500_000)).len(), 2);
}

#[test]
fn one_intent_and_nothing_else() {
    let model = IntentModel::train(&[row("สวัสดีค่ะ", "greet")]).unwrap();
    assert_eq!(model.predict("สวัสดีครับ").name.as_deref(), Some("greet"));
    assert_eq!(model.rank("").len(), 1);
    let blank = [row(" ", "greet"), row("\u{200b}\n", "greet"), (String::new(), None)];
    let code = IntentModel::train(&blank).map(|model| model.names().len()).map_err(|error| error.code().to_owned());
    assert!(code == Ok(1) || code == Err("nothing-to-train".to_owned()), "{code:?}");
}

#[test]
fn the_same_text_under_two_intents() {
    let model = IntentModel::train(&[row("ยกเลิก", "cancel"), row("ยกเลิก", "refund"), row("เปิดกี่โมง", "hours")]).unwrap();
    let ranking = model.rank("ยกเลิก");
    assert!(ranking[0].score < 0.9 && ranking[1].score > 0.05, "{ranking:?}");
    assert_eq!(ranking[2].name.as_deref(), Some("hours"));
}

/// A text in which one piece is named.
fn tagged(text: &str, piece: &str, name: &str) -> TaggedExample {
    let start = text.find(piece).unwrap();
    let span = TaggedSpan { span: Span { start, end: start + piece.len() }, name: name.into(), ..Default::default() };
    TaggedExample { text: text.into(), spans: vec![span] }
}

/// Kind and text of what a model finds.
fn found(model: &EntityModel, text: &str) -> Vec<(String, String)> {
    model.predict(text).into_iter().map(|entity| (entity.kind, entity.text)).collect()
}

fn pair(kind: &str, text: &str) -> (String, String) {
    (kind.to_owned(), text.to_owned())
}

#[test]
fn one_annotated_example_is_found_again() {
    let model = EntityModel::train(&[tagged("ขอลาเต้แก้วนึงค่ะ", "ลาเต้", "drink")]).unwrap();
    assert_eq!(found(&model, "ขอลาเต้แก้วนึงค่ะ"), [pair("drink", "ลาเต้")]);
    assert_eq!(found(&model, "ขอลาเต้แก้วนึงครับ"), [pair("drink", "ลาเต้")]);
    assert!(model.predict("").is_empty() && model.predict(" \u{200b}\n").is_empty());
}

#[test]
fn a_whole_text_and_a_blank_one_may_be_marked() {
    let blank = TaggedSpan { span: Span { start: 0, end: 1 }, name: "gap".into(), ..Default::default() };
    let empty = TaggedSpan { span: Span { start: 3, end: 3 }, name: "gap".into(), ..Default::default() };
    let beyond = TaggedSpan { span: Span { start: 1, end: 99 }, name: "gap".into(), ..Default::default() };
    let odd = |text: &str, span: &TaggedSpan| TaggedExample { text: text.into(), spans: vec![span.clone()] };
    let examples = [
        tagged("ลาเต้", "ลาเต้", "drink"),
        odd("   ", &blank),
        odd("กา", &empty),
        odd("กา", &beyond),
        TaggedExample::default(),
    ];
    let model = EntityModel::train(&examples).unwrap();
    assert_eq!(found(&model, "ลาเต้"), [pair("drink", "ลาเต้")]);
    let code = EntityModel::train(&examples[1..]).map(|_| "").map_err(|error| error.code().to_owned());
    assert!(code == Ok("") || code == Err("nothing-to-train".to_owned()), "{code:?}");
}

#[test]
fn a_thousand_kinds() {
    let examples: Vec<TaggedExample> =
        (0..1_000).map(|n| tagged(&format!("ขอรหัสx{n}yของฉัน"), &format!("x{n}y"), &format!("kind{n}"))).collect();
    let model = EntityModel::train(&examples).unwrap();
    let right = (0..1_000)
        .step_by(50)
        .filter(|n| found(&model, &format!("ขอรหัสx{n}yของฉัน")) == [pair(&format!("kind{n}"), &format!("x{n}y"))]);
    assert!(right.count() >= 15);
    assert_eq!(EntityModel::load(&model.save()).unwrap().save(), model.save());
    let more: Vec<TaggedExample> = (0..1_025).map(|n| tagged("ขอลาเต้", "ลาเต้", &format!("kind{n}"))).collect();
    assert_eq!(EntityModel::train(&more).unwrap_err().code(), "too-large");
}

#[test]
fn a_piece_that_is_two_things_is_less_sure() {
    let plain = |text: &str| tagged(text, "ลาเต้", "drink");
    let mut examples = vec![plain("ขอลาเต้แก้วนึง"), plain("เอาลาเต้ค่ะ"), plain("สั่งลาเต้หน่อย")];
    let sure = EntityModel::train(&examples).unwrap().predict("ขอลาเต้แก้วนึง");
    examples.extend(["ขอลาเต้แก้วนึง", "เอาลาเต้ค่ะ"].map(|text| tagged(text, "ลาเต้", "cat")));
    let unsure = EntityModel::train(&examples).unwrap().predict("ขอลาเต้แก้วนึง");
    assert_eq!((sure.len(), sure[0].kind.as_str()), (1, "drink"));
    assert!(unsure.iter().all(|entity| entity.score < sure[0].score), "{unsure:?} {sure:?}");
}

#[test]
fn ten_megabytes_of_one_line_with_a_span() {
    let long = ["ขอลาเต้แก้วนึงค่ะ please ".repeat(200_000), "ไปเชียงใหม่".to_owned()].concat();
    let model = EntityModel::train(&[tagged(&long, "ลาเต้", "drink"), tagged("ไปตาก", "ตาก", "city")]).unwrap();
    assert!(model.predict(&long).iter().all(|entity| entity.span.end <= long.len()));
    assert!(model.predict(&"ก".repeat(3_500_000)).len() < 3_500_000);
}
