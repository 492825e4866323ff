//! The examples of a bot → what its author should look at before trusting what it learns.
//!
//! In: a bot whose definition was read. Out: notes, each at its place: texts that mean two things,
//! intents that are hardly told apart, too few examples, words marked here and not there, tests that
//! were learned by heart; and how good the whole is, from 0 to 100, with the reasons. Nothing is trained.

use std::collections::BTreeMap;

use crate::bot::{Bot, Example, Origin, Step};
use crate::error::{Code, Problem};
use crate::normalize::normalize;
use crate::order;
use crate::tokenize::tokenize;
use crate::train::alike::neighbours;
use crate::train::lesson::Lesson;
use crate::train::marks::unmarked;
use crate::train::pool;
use crate::understand::known::key;

/// With fewer examples an intent is learned from luck.
pub(super) const FEW: usize = 5;
/// A larger share of texts that only repeat another is told.
const MANY: f64 = 0.05;
/// Examples that are compared with each other, at most; beyond, each intent gives its first ones.
const COMPARED: usize = 4_000;
/// Notes of one sort, at most.
pub(super) const SHOWN: usize = 20;

/// What is found: where, and in which words.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) notes: Vec<(Origin, String)>,
    /// What the bot loses for it, of 100, and why.
    pub(super) reasons: Vec<(f64, String)>,
}

/// What was found, and what the whole is worth.
pub(crate) struct Quality {
    pub(crate) problems: Vec<Problem>,
    /// From 0 to 100.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) worth: f64,
}

/// Looks the examples of a bot over, beside the messages of its tests.
pub(crate) fn quality(bot: &Bot) -> Vec<Problem> {
    look(bot, &asked(bot), false).problems
}

/// Looks examples over, beside messages that are asked later; `equal`: also tells texts that are equal
/// to the letter under two intents, which reading a bot tells by itself.
pub(crate) fn look(bot: &Bot, asked: &[(&str, Origin)], equal: bool) -> Quality {
    let mut findings = Findings::default();
    let examples = chosen(&bot.nlu.examples);
    if let Some(lesson) = lesson(&examples) {
        let keys: Vec<Option<u64>> = bot.nlu.examples.iter().map(|example| read(&example.text)).collect();
        few(&bot.nlu.examples, &mut findings);
        repeated(&bot.nlu.examples, &keys, &mut findings);
        neighbours(bot, &examples, &lesson, (&keys, equal), &mut findings);
        unmarked(bot, &mut findings);
        leaks(&keys, asked, &mut findings);
    } else if let Some(first) = bot.nlu.examples.first() {
        findings.notes.push((first.origin, "no example has a word in it: there is nothing to learn".to_owned()));
        findings.reasons.push((100.0, "no example has a word in it".to_owned()));
    }
    if !findings.reasons.is_empty() && examples.len() < bot.nlu.examples.len() {
        let why = format!("{} of {} texts were compared with each other", examples.len(), bot.nlu.examples.len());
        findings.reasons.push((0.0, why));
    }
    let place = |(origin, message): (Origin, String)| {
        let (file, line) = bot.place(origin);
        Problem::new(Code::DataQuality, message).at(file, line, if line == 0 { 0 } else { origin.column }).note()
    };
    let lost: f64 = findings.reasons.iter().map(|(lost, _)| lost).sum();
    let worth = (100.0 - lost).clamp(0.0, 100.0);
    let summary = summary(worth, &findings.reasons);
    let mut problems: Vec<Problem> = findings.notes.into_iter().map(place).collect();
    problems.extend(summary.map(|message| Problem::new(Code::DataQuality, message).note()));
    Quality { problems, worth }
}

/// `examples: 87 of 100: 3 of 12 intents have fewer than 5 examples`; none where nothing is lost.
fn summary(score: f64, reasons: &[(f64, String)]) -> Option<String> {
    let why: Vec<&str> = reasons.iter().map(|(_, why)| why.as_str()).collect();
    (!why.is_empty()).then(|| format!("the examples are worth {score:.0} of 100: {}", why.join("; ")))
}

/// The intent that an example teaches: `faq` of `faq/hours`.
pub(super) fn base(example: &Example) -> &str {
    example.intent.split('/').next().unwrap_or_default()
}

/// All examples, or the first of each intent where there are very many.
fn chosen(examples: &[Example]) -> Vec<&Example> {
    let intents = order::set(examples.iter().map(base));
    let most = if examples.len() <= COMPARED { COMPARED } else { (COMPARED / intents.len().max(1)).max(2) };
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut kept = Vec::with_capacity(examples.len().min(COMPARED));
    for example in examples.iter().filter(|example| !example.text.trim().is_empty()) {
        let count = seen.entry(base(example)).or_default();
        *count += 1;
        if *count <= most && kept.len() < COMPARED {
            kept.push(example);
        }
    }
    kept
}

fn lesson(examples: &[&Example]) -> Option<Lesson> {
    let pairs: Vec<_> = examples.iter().map(|example| (example.text.as_str(), Some(base(example)))).collect();
    Lesson::read(&pairs, false, pool::cores()).ok()
}

/// Intents with hardly any example.
fn few(examples: &[Example], findings: &mut Findings) {
    let mut own: BTreeMap<&str, (usize, Origin)> = BTreeMap::new();
    for example in examples {
        own.entry(base(example)).or_insert((0, example.origin)).0 += 1;
    }
    let small: Vec<_> = own.iter().filter(|(_, (count, _))| *count < FEW).collect();
    for (name, (count, origin)) in small.iter().take(SHOWN) {
        let message = format!("`{name}` has {count} of the {FEW} examples that an intent needs at least");
        findings.notes.push((*origin, message));
    }
    if !small.is_empty() {
        let why = format!("{} of {} intents have fewer than {FEW} examples", small.len(), own.len());
        findings.reasons.push((20.0 * small.len() as f64 / own.len() as f64, why));
    }
}

/// What a text is remembered by: two of the same key differ in case, spaces or politeness only.
fn read(text: &str) -> Option<u64> {
    let text = normalize(text);
    let mut pieces = Vec::new();
    tokenize(&text, &mut pieces);
    key(text.reading(), &pieces)
}

/// Texts that teach their intent nothing new: another differs from them in case, spaces or politeness only.
fn repeated(examples: &[Example], keys: &[Option<u64>], findings: &mut Findings) {
    let mut seen: BTreeMap<(u64, &str), usize> = BTreeMap::new();
    let mut again: Vec<(usize, usize)> = Vec::new();
    for (at, (one, key)) in examples.iter().zip(keys).enumerate() {
        let Some(key) = key else { continue };
        let first = *seen.entry((*key, &one.intent)).or_insert(at);
        // Marked words may differ where the text does not.
        if first != at && one.annotations.is_empty() {
            again.push((at, first));
        }
    }
    let share = again.len() as f64 / examples.len().max(1) as f64;
    if let Some((at, first)) = again.first().filter(|_| share > MANY) {
        let (one, two) = (&examples[*at].text, &examples[*first].text);
        let why = format!("{} of {} texts repeat another of their intent", again.len(), examples.len());
        findings.notes.push((examples[*at].origin, format!("`{one}` says what `{two}` says: {why}")));
        findings.reasons.push((20.0 * share, why));
    }
}

/// The messages of a bot's tests.
pub(crate) fn asked(bot: &Bot) -> Vec<(&str, Origin)> {
    bot.tests.iter().flat_map(|story| &story.steps).filter_map(said).collect()
}

/// Messages of the tests that are examples as well.
fn leaks(keys: &[Option<u64>], asked: &[(&str, Origin)], findings: &mut Findings) {
    let known = order::set(keys.iter().copied().flatten());
    let leaked: Vec<_> = asked.iter().filter(|(text, _)| read(text).is_some_and(|key| known.contains(&key))).collect();
    if let Some((text, first)) = leaked.first() {
        let why = format!("{} of {} messages of the tests are examples as well", leaked.len(), asked.len());
        findings.notes.push((*first, format!("{why}, such as `{text}`: they say nothing about new messages")));
        findings.reasons.push((15.0 * leaked.len() as f64 / asked.len() as f64, why));
    }
}

fn said(step: &Step) -> Option<(&str, Origin)> {
    match step {
        Step::User { text: Some(text), origin, .. } if !text.starts_with('/') => Some((text, *origin)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bot with these intents and texts, one example a line.
    fn yaml(examples: &[(&str, &str)]) -> String {
        let mut nlu = "nlu:\n".to_owned();
        for (intent, text) in examples {
            nlu.push_str(&format!("- intent: {intent}\n  examples: |\n    - {text}\n"));
        }
        nlu
    }

    fn notes(examples: &[(&str, &str)], tests: &str) -> Vec<String> {
        let mut files = vec![("data/nlu.yml".to_owned(), yaml(examples))];
        if !tests.is_empty() {
            files.push(("tests/test_stories.yml".to_owned(), tests.to_owned()));
        }
        let (bot, _) = Bot::define(&files, &BTreeMap::new());
        quality(&bot).into_iter().map(|problem| format!("{}: {}", problem.line, problem.message)).collect()
    }

    const HOURS: [&str; 6] = ["ร้านเปิดกี่โมงคะ", "ปิดกี่ทุ่ม", "วันอาทิตย์เปิดไหม", "เปิดถึงกี่โมง", "วันหยุดเปิดมั้ย", "เวลาทำการของร้าน"];
    const MENU: [&str; 6] =
        ["ขอเมนูหน่อย", "มีกาแฟอะไรบ้าง", "ชาเย็นมีไหม", "แนะนำเครื่องดื่มให้ที", "มีเค้กอะไรขาย", "ราคากาแฟเท่าไหร่"];

    fn bot(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
        let own = HOURS.map(|text| ("hours", text)).into_iter().chain(MENU.map(|text| ("menu", text)));
        own.chain(more.iter().copied()).collect()
    }

    #[test]
    fn good_examples_are_left_alone() {
        assert_eq!(notes(&bot(&[]), ""), [""; 0]);
        assert_eq!(notes(&[], ""), [""; 0]);
    }

    #[test]
    fn a_text_under_two_intents_is_shown_with_both_places() {
        let found = notes(&bot(&[("menu", "ร้านเปิดกี่โมงครับ")]), "");
        assert!(
            found.iter().any(|note| note.starts_with("40: `ร้านเปิดกี่โมงครับ` says what `ร้านเปิดกี่โมงคะ`")),
            "{found:#?}"
        );
        assert!(found.iter().any(|note| note.contains("1 of 13 texts say the same")), "{found:#?}");
    }

    #[test]
    fn a_twin_is_told_though_each_has_a_nearer_one_at_home() {
        let more = [("menu", "ร้านเปิดกี่โมงครับ"), ("menu", "ร้านเปิดกี่โมง"), ("hours", "ร้าน เปิดกี่โมง")];
        let found = notes(&bot(&more), "");
        assert!(found.iter().any(|note| note.contains("under `hours`") || note.contains("under `menu`")), "{found:#?}");
        assert!(found.iter().any(|note| note.contains("texts say the same under two intents")), "{found:#?}");
    }

    #[test]
    fn equal_texts_lose_worth_and_are_told_where_nobody_else_tells_them() {
        let (bot, _) = Bot::define(&[("data/nlu.yml".to_owned(), yaml(&bot(&[("menu", HOURS[0])])))], &BTreeMap::new());
        let told = |equal: bool| {
            let found = look(&bot, &[], equal);
            (found.worth, found.problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>())
        };
        let ((worth, plain), (same, full)) = (told(false), told(true));
        assert!(worth == same && worth < 80.0, "{worth} {same}");
        assert_eq!((plain.len(), full.len()), (1, 2), "{full:#?}");
        assert!(full[0].contains("under `hours`"), "{full:#?}");
    }

    #[test]
    fn a_test_of_ones_own_is_looked_through() {
        let (bot, _) = Bot::define(&[("data/nlu.yml".to_owned(), yaml(&bot(&[])))], &BTreeMap::new());
        let found = look(&bot, &[("เปิดถึงกี่โมงครับ", Origin::default()), ("ฝนตกไหม", Origin::default())], true);
        assert!(found.problems[0].message.contains("1 of 2 messages"), "{:#?}", found.problems);
    }

    #[test]
    fn texts_that_only_repeat_another_are_told() {
        let more = [("hours", "ร้านเปิดกี่โมงครับ"), ("hours", "ปิดกี่ทุ่มคะ")];
        let found = notes(&bot(&more), "");
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(found[0].contains("`ร้านเปิดกี่โมงครับ` says what `ร้านเปิดกี่โมงคะ` says: 2 of 14"), "{found:#?}");
        assert!(found[1].contains("the examples are worth 97 of 100: 2 of 14 texts repeat"), "{found:#?}");
    }

    #[test]
    fn a_word_that_is_two_kinds_is_told() {
        let texts = [
            "ขอ [ลาเต้](drink) ค่ะ",
            "เอา [ลาเต้](drink) หวานน้อย",
            "สั่ง [ลาเต้](drink) แก้วนึง",
            "มี [ลาเต้](drink) ไหม",
            "ลูกชื่อ [ลาเต้](cat)",
        ];
        let found = notes(&bot(&texts.map(|text| ("order", text))), "");
        assert!(
            found.iter().any(|note| note.contains("`ลาเต้` is a `cat` here and a `drink` in 4 other places")),
            "{found:#?}"
        );
    }

    #[test]
    fn an_intent_among_another_and_one_with_few_examples_are_named() {
        let more = HOURS.map(|text| ("opening", text)).into_iter().zip(["จ้า", "บอกหน่อย", "รึเปล่า", "อ่ะ", "นะ", "คือ"]);
        let more: Vec<(&str, String)> = more.map(|((name, text), end)| (name, format!("{text}{end}"))).collect();
        let all = bot(&[("thanks", "ขอบคุณค่ะ")]);
        let all: Vec<(&str, &str)> =
            all.into_iter().chain(more.iter().map(|(name, text)| (*name, text.as_str()))).collect();
        let found = notes(&all, "");
        assert!(found.iter().any(|note| note.contains("`opening` is hardly told from `hours`")), "{found:#?}");
        assert!(found.iter().any(|note| note.contains("`thanks` has 1 of the 5")), "{found:#?}");
    }

    #[test]
    fn marks_that_differ_and_tests_that_leak_are_told() {
        let marked =
            ["ขอ [ลาเต้](drink) ค่ะ", "เอา [ลาเต้](drink) หวานน้อย", "สั่ง [ลาเต้](drink) แก้วนึง", "อยากได้ [ลาเต้](drink) เย็นๆ"];
        let more: Vec<_> =
            marked.map(|text| ("order", text)).into_iter().chain([("order", "ส่ง ลาเต้ มาที่ [ห้อง 5](room)")]).collect();
        let tests =
            "stories:\n- story: s\n  steps:\n  - user: |\n      ปิดกี่ทุ่มครับ\n    intent: hours\n  - action: utter_hours\n";
        let found = notes(&bot(&more), tests);
        assert!(
            found.iter().any(|note| note.contains("`ลาเต้` is marked as `drink` in 4 places, but not here")),
            "{found:#?}"
        );
        assert!(
            found.iter().any(|note| note.contains("1 of 1 messages of the tests are examples as well")),
            "{found:#?}"
        );
    }
}
