//! What training promises: a model or a clear error for any examples, and refusals as agreed.

#![allow(missing_docs, clippy::unwrap_used)]

use sonthana::{IntentModel, Training};

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
