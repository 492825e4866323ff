//! Slips that people make, and what must not be taken for one; more in `tests/vectors/spelling`.

use super::*;

#[test]
fn the_likelier_comes_first_and_places_in_order() {
    let found = Speller::new(["คาปูชิโน่"]).suggest("l;ylfu ขอคาปูชีโน่");
    let values: Vec<&str> = found.iter().map(|s| s.value.as_str()).collect();
    assert_eq!(values, ["สวัสดี", "คาปูชิโน่"]);
    assert!(found.iter().all(|s| (LEAST..=1.0).contains(&s.score)));
    assert!(found.windows(2).all(|two| two[0].span < two[1].span || two[0].score >= two[1].score));
}

#[test]
fn a_nearer_word_is_likelier() {
    let score = |text: &str| Speller::new(["คาปูชิโน่"]).suggest(text).first().map_or(0.0, |s| s.score);
    assert!(score("คาปูชีโน่") >= score("คาปูชีโน"));
    assert!(score("คาปูชีโน่") > 0.5);
}

#[test]
fn any_text_is_read_in_bounded_time() {
    let speller = Speller::new(["อเมริกาโน่", "latte"]);
    for piece in ["ขอบคุน", "l;ylfu", "l;ylfu ", "้ำสสน ", "\u{E48}", "ก", "a", "ฬฎฐ ", "😀", "xqzkt "]
    {
        let text = piece.repeat(60_000 / piece.len());
        assert!(speller.suggest(&text).iter().all(|s| text.get(s.span.start..s.span.end) == Some(&s.text)));
    }
}

#[test]
fn no_words_are_words_too() {
    assert!(Speller::new(["", " ", "ก"]).suggest("ก ข").is_empty());
    assert!(Speller::new([""; 0]).suggest("").is_empty());
}
