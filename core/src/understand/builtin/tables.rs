//! Every line of the tables under `data/entities` is read as it says: a test that walks them all.

use super::class::Class;
use super::token::Tokens;
use super::unit::Measure;
use super::*;
use crate::data::entities as data;
use crate::order;

const NOW: Timestamp = Timestamp(1_768_964_400_000); // Wednesday 2026-01-21 10:00 +07:00

fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// A word as it is written in a text: `_` is a space, and `*` marks an abbreviation.
pub(super) fn written(word: &str) -> String {
    let word = if word.len() > 1 { word.strip_suffix('*').unwrap_or(word) } else { word };
    if word.len() > 1 { word.replace('_', " ") } else { word.to_owned() }
}

#[test]
fn every_word_is_one_token_of_its_class_and_value() {
    let mut wrong = Vec::new();
    for cells in data::WORDS.into_iter().flat_map(lines) {
        let (class, value) = (Class::named(cells[0]).unwrap(), cells[1].parse::<i32>().unwrap());
        for word in cells[2].split_whitespace() {
            let text = written(word);
            let tokens = Tokens::scan(&text);
            let senses = tokens.senses(0);
            let whole =
                tokens.len() == 1 && senses.iter().any(|sense| (sense.class, i32::from(sense.value)) == (class, value));
            if !whole {
                wrong.push(format!("{} {word}", cells[0]));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_unit_counts_what_it_says() {
    let mut wrong = Vec::new();
    for cells in lines(data::UNITS) {
        let measure = Measure::named(cells[1]).unwrap();
        let kind = emit::measured(measure).name();
        for word in cells[4].split_whitespace() {
            let text = format!("5 {}", written(word));
            let found = entities(&text, NOW, "Asia/Bangkok", Some(&[kind])).unwrap();
            let names: Vec<String> = found.iter().map(|entity| entity.value.to_json()).collect();
            if found.len() != 1 || found[0].text != text {
                wrong.push(format!("{} {text}: {names:?}", cells[0]));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_currency_is_named_by_its_words_and_its_code() {
    let mut wrong = Vec::new();
    let mut codes = 0;
    for cells in lines(data::CURRENCIES) {
        codes += 1;
        for word in std::iter::once(cells[0]).chain(cells[2].split_whitespace()) {
            let text = format!("5 {}", written(word));
            let found = entities(&text, NOW, "Asia/Bangkok", Some(&["money"])).unwrap();
            let said = format!(r#"{{"amount":"5","currency":"{}"}}"#, cells[0]);
            if found.len() != 1 || found[0].value.to_json() != said {
                wrong.push(text);
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(codes >= 150, "{codes}");
}

#[test]
fn every_holiday_is_found_by_its_names() {
    let mut wrong = Vec::new();
    for cells in lines(data::HOLIDAYS) {
        for word in cells[2].split_whitespace() {
            let text = written(word);
            let found = entities(&text, NOW, "Asia/Bangkok", Some(&["time"])).unwrap();
            let named = |entity: &Entity| entity.value.to_json().contains(&format!(r#""name":"{}""#, cells[0]));
            if found.len() != 1 || !named(&found[0]) {
                wrong.push(format!("{} {text}", cells[0]));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_place_is_found_in_its_province() {
    let mut province = "";
    let mut wrong = 0;
    for line in data::PLACES.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('=') {
            province = name;
            continue;
        }
        let (district, _) = line.split_once('\t').unwrap();
        let text = format!("อ.{district} จ.{province}");
        let found = entities(&text, NOW, "Asia/Bangkok", Some(&["address"])).unwrap();
        let said = |found: &Entity| found.value.to_json().contains(&format!(r#""district":"{district}""#));
        wrong += usize::from(!found.first().is_some_and(said));
    }
    assert_eq!(wrong, 0);
    let lines = || data::PLACES.lines().filter(|line| !line.starts_with(['#', '=']));
    let subdistricts = lines().flat_map(|line| line.split(',')).count();
    assert_eq!((lines().count(), subdistricts), (DISTRICTS, SUBDISTRICTS));
}

const DISTRICTS: usize = 927;
const SUBDISTRICTS: usize = 7468;

#[test]
fn every_given_name_is_a_name() {
    let mut wrong = Vec::new();
    for name in data::GIVEN.lines() {
        let text = format!("นางสาว{name} ค่ะ");
        let found = entities(&text, NOW, "Asia/Bangkok", Some(&["person"])).unwrap();
        let said = format!(r#""first":"{name}""#);
        if !found.first().is_some_and(|found| found.value.to_json().contains(&said)) {
            wrong.push(name);
        }
    }
    assert_eq!(wrong, Vec::<&str>::new());
}

#[test]
fn every_line_has_its_cells() {
    assert!(data::FUNCTION.lines().all(|line| !line.contains('\t')));
    let mut given: Vec<&str> = data::GIVEN.lines().collect();
    let all = given.len();
    order::sort(&mut given);
    given.dedup();
    assert_eq!(given.len(), all, "a given name stands twice");
}
