//! The vectors of one text: normalize, tokenize, entity, sentiment, intent.

use serde_json::{Value as Json, json};
use sonthana::{Entity, EntityModel, IntentModel, Kind, TaggedExample, TaggedSpan, Timestamp, Tokenizer, Value, host};
use sonthana::{Normalizer, Speller};

use super::{Verdict, fields, now, repeated, same};

/// What a file gives its cases: a time, and models trained on its examples.
pub struct Given {
    now: Timestamp,
    zone: String,
    intents: Option<IntentModel>,
    tagger: Option<EntityModel>,
}

pub fn given(file: &Json) -> Given {
    let mut examples = Vec::new();
    for line in file["examples"].as_array().into_iter().flatten() {
        let mut texts = line.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned());
        let name = texts.next().filter(|name| !name.is_empty());
        examples.extend(texts.map(|text| (text, name.clone())));
    }
    let tagged: Vec<TaggedExample> = file["tagged"].as_array().into_iter().flatten().map(tagged).collect();
    Given {
        now: now(file),
        zone: file["zone"].as_str().unwrap_or("Asia/Bangkok").to_owned(),
        intents: (!examples.is_empty()).then(|| IntentModel::train(&examples).unwrap()),
        tagger: (!tagged.is_empty()).then(|| EntityModel::train(&tagged).unwrap()),
    }
}

fn tagged(example: &Json) -> TaggedExample {
    let text = example["text"].as_str().unwrap().to_owned();
    let (mut from, mut spans) = (0, Vec::new());
    for span in example["spans"].as_array().unwrap() {
        let piece = span["text"].as_str().unwrap();
        let start = from + text[from..].find(piece).unwrap();
        from = start + piece.len();
        let named = |key: &str| span[key].as_str().map(str::to_owned);
        let (name, role, group) = (named("name").unwrap(), named("role"), named("group"));
        spans.push(TaggedSpan { span: sonthana::Span { start, end: from }, name, role, group });
    }
    TaggedExample { text, spans }
}

pub fn check(given: &Given, case: &Json) -> Verdict {
    let text = repeated(case, "text");
    let tokenizer = case["dictionary"].as_array().map(|words| Tokenizer::new(words.iter().filter_map(Json::as_str)));
    let tokens = tokenizer.as_ref().map_or_else(|| sonthana::tokenize(&text), |own| own.tokenize(&text));
    let words: Vec<&str> = tokens.iter().filter(|token| token.kind != Kind::Space).map(|token| token.text).collect();
    if tokens.iter().map(|token| &text[token.span.start..token.span.end]).collect::<String>() != text {
        return Err("the tokens do not join to the text".to_owned());
    }
    same(
        "words and tokens",
        &json!(words),
        &json!(tokenizer.map_or_else(|| sonthana::words(&text), |own| own.words(&text))),
    )?;
    let normal = sonthana::normalize(&text);
    same("normalising twice", &json!(normal), &json!(sonthana::normalize(&normal)))?;
    for (key, expected) in case.as_object().unwrap() {
        match key.as_str() {
            "name" | "text" | "repeat" | "dictionary" | "kinds" | "mask" | "value" | "language" => {}
            "without" => {}
            "normalize" => {
                let without = case["without"].as_array().map(Vec::as_slice).unwrap_or_default();
                let normalizer = Normalizer::new(without.iter().filter_map(Json::as_str));
                let normal = normalizer.map_or_else(|error| error.code().to_owned(), |own| own.normalize(&text));
                same(key, expected, &json!(normal))?;
            }
            "suggestions" => suggestions(case, &text, expected)?,
            "words" => same(key, expected, &json!(words))?,
            "tokens" => {
                let pairs: Vec<_> = tokens.iter().map(|token| [host::kind(token.kind), token.text]).collect();
                same(key, expected, &json!(pairs))?;
            }
            "sentences" => same(key, expected, &json!(sonthana::sentences(&text)))?,
            "clusters" => same(key, expected, &json!(sonthana::clusters(&text)))?,
            "graphemes" => same(key, expected, &json!(sonthana::graphemes(&text)))?,
            "sentiment" => same(key, expected, &json!(sonthana::sentiment(&text).label))?,
            "redact" => {
                let (kinds, mask) = (kinds(case), case["mask"].as_str());
                let masked = sonthana::redact(&text, kinds.as_deref(), mask);
                same(key, expected, &json!(masked.map_err(|error| error.to_string())?))?;
            }
            "said" => said(given, case, &text, expected)?,
            "entities" => {
                let found = sonthana::entities(&text, given.now, &given.zone, kinds(case).as_deref());
                fields(key, expected, &found_in(&text, &found.map_err(|error| error.to_string())?)?)?;
            }
            "tagged" => {
                let tagger = given.tagger.as_ref().ok_or("the file has no [[tagged]]")?;
                fields(key, expected, &found_in(&text, &tagger.predict(&text))?)?;
            }
            "within" => {}
            _ => intent(given.intents.as_ref().ok_or(format!("unknown key {key}"))?, &text, case, key)?,
        }
    }
    Ok(())
}

/// The likeliest suggestion for each piece, as `[kind, piece, what was meant]`.
fn suggestions(case: &Json, text: &str, expected: &Json) -> Verdict {
    let words = case["dictionary"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut found = Speller::new(words.iter().filter_map(Json::as_str)).suggest(text);
    if found.iter().any(|own| text.get(own.span.start..own.span.end) != Some(own.text.as_str())) {
        return Err("a suggestion is not where it says".to_owned());
    }
    found.dedup_by(|a, b| a.span == b.span);
    let found: Vec<_> = found.iter().map(|own| [own.kind, own.text.as_str(), own.value.as_str()]).collect();
    same("suggestions", expected, &json!(found))
}

fn kinds(case: &Json) -> Option<Vec<&str>> {
    case["kinds"].as_array().map(|kinds| kinds.iter().filter_map(Json::as_str).collect())
}

/// The value of the case, or of the first entity of its text, in words: filters, then what is said.
fn said(given: &Given, case: &Json, text: &str, expected: &Json) -> Verdict {
    let value = match &case["value"] {
        Json::Null => {
            let found = sonthana::entities(text, given.now, &given.zone, kinds(case).as_deref());
            let first = found.map_err(|error| error.to_string())?.into_iter().next();
            first.ok_or("nothing is found to be said")?.value
        }
        value => Value::from_json(&value.to_string()).ok_or("not a value")?,
    };
    let language = case["language"].as_str().unwrap_or("th");
    for pair in expected.as_array().into_iter().flatten() {
        let style = pair[0].as_str().filter(|style| !style.is_empty());
        let words = sonthana::say(&value, style, Some(given.now), &given.zone, language);
        same("said", &pair[1], &json!(words.unwrap_or_else(|error| error.code().to_owned())))?;
    }
    Ok(())
}

fn intent(model: &IntentModel, text: &str, case: &Json, key: &str) -> Verdict {
    let expected = &case[key];
    let within: Option<Vec<&str>> = case["within"].as_array().map(|k| k.iter().filter_map(Json::as_str).collect());
    match key {
        "intent" => {
            let best = within.map_or_else(|| model.predict(text), |within| model.predict_within(text, &within));
            same(key, expected, &json!(best.name.unwrap_or_default()))
        }
        "intents" => {
            let names: Vec<_> = model.intents(text).into_iter().filter_map(|intent| intent.name).collect();
            same(key, expected, &json!(names))
        }
        "explain" => explained(model, text, expected),
        "rank" => {
            let ranking = within.map_or_else(|| model.rank(text), |within| model.rank_within(text, &within));
            let names: Vec<_> = ranking.into_iter().filter_map(|intent| intent.name).collect();
            let wanted = expected.as_array().map_or(0, Vec::len).min(names.len());
            same(key, expected, &json!(names[..wanted]))
        }
        "scope" => {
            let (scope, least) = (model.scope(text), expected["least"].as_f64().unwrap_or(0.0));
            let fits = scope >= least && scope <= expected["most"].as_f64().unwrap_or(1.0);
            if fits { Ok(()) } else { Err(format!("scope: expected {expected}, got {scope}")) }
        }
        _ => Err(format!("unknown key {key}")),
    }
}

/// Whether pieces speak for an intent and against it, and all of them add up to its logit.
fn explained(model: &IntentModel, text: &str, expected: &Json) -> Verdict {
    let said = model.explain(text, expected["name"].as_str()).map_err(|error| error.to_string())?;
    let sum: f64 = said.evidence.iter().map(|piece| piece.weight).sum();
    if (said.bias + sum - said.logit).abs() > 1e-9 {
        return Err(format!("explain: {} and {sum} are not {}", said.bias, said.logit));
    }
    if said.evidence.iter().any(|piece| text.get(piece.span.start..piece.span.end) != Some(&piece.text)) {
        return Err("explain: a piece is not where it says".to_owned());
    }
    for (key, sign) in [("for", 1.0), ("against", -1.0)] {
        for piece in expected[key].as_array().into_iter().flatten() {
            let speaks =
                |own: &&sonthana::Evidence| Some(own.text.as_str()) == piece.as_str() && own.weight * sign > 0.0;
            said.evidence.iter().find(speaks).ok_or(format!("explain: {piece} does not speak {key}: {said:?}"))?;
        }
    }
    same("explain.known", &json!(expected["known"] == true), &json!(said.known))
}

/// Entities as plain data, each checked to be the slice it says it is.
pub fn found_in(text: &str, found: &[Entity]) -> Result<Vec<Json>, String> {
    let data = serde_json::to_value(host::entities(text, host::Unit::Byte, found)).unwrap();
    let list = data.as_array().cloned().unwrap_or_default();
    for entity in found {
        if text.get(entity.span.start..entity.span.end) != Some(entity.text.as_str()) {
            return Err(format!("{:?} is not at {:?}", entity.text, entity.span));
        }
    }
    Ok(list)
}
