//! The engines, each called the way its users call it.

use std::collections::HashSet;
use std::fs;

use icu_segmenter::WordSegmenterBorrowed;
use icu_segmenter::options::WordBreakInvariantOptions;
use nlpo3::tokenizer::newmm::NewmmTokenizer;
use nlpo3::tokenizer::tokenizer_trait::Tokenizer as _;
use vaporetto::{Model, Predictor, Sentence, SolverType, Trainer};

/// Something that cuts Thai into words.
pub trait Engine {
    /// What it is called in the table.
    fn name(&self) -> &'static str;
    /// How many tokens it finds: what is timed.
    fn count(&self, text: &str) -> usize;
    /// The bytes where its tokens begin; nothing where they do not join to the text.
    fn cut(&self, text: &str) -> Option<Vec<usize>>;
    /// In how many rounds it takes part.
    fn patience(&self) -> usize {
        usize::MAX
    }
}

/// All engines that can be had: those that need a word list or gold where these are given.
pub fn all(words: Option<&str>, gold: Option<&str>) -> Vec<Box<dyn Engine>> {
    let options = WordBreakInvariantOptions::default;
    let mut engines: Vec<Box<dyn Engine>> = vec![
        Box::new(Ours("sonthana words")),
        Box::new(Ours("sonthana tokenize")),
        Box::new(Icu("ICU4X dictionary", icu_segmenter::WordSegmenter::new_dictionary(options()))),
        Box::new(Icu("ICU4X LSTM", icu_segmenter::WordSegmenter::new_lstm(options()))),
    ];
    if let Some(path) = words {
        engines.push(Box::new(Nlpo3(NewmmTokenizer::new(path))));
    }
    if let Some(path) = gold {
        engines.push(Box::new(Vaporetto::train(path, None)));
        engines.extend(words.map(|words| Box::new(Vaporetto::train(path, Some(words))) as Box<dyn Engine>));
    }
    engines
}

/// sonthana, by one of its two doors.
struct Ours(&'static str);

impl Engine for Ours {
    fn name(&self) -> &'static str {
        self.0
    }

    fn count(&self, text: &str) -> usize {
        if self.0 == "sonthana words" { sonthana::words(text).len() } else { sonthana::tokenize(text).len() }
    }

    fn cut(&self, text: &str) -> Option<Vec<usize>> {
        Some(sonthana::tokenize(text).iter().map(|token| token.span.start).collect())
    }
}

/// icu_segmenter, which gives the places between tokens one by one.
struct Icu(&'static str, WordSegmenterBorrowed<'static>);

impl Engine for Icu {
    fn name(&self) -> &'static str {
        self.0
    }

    fn count(&self, text: &str) -> usize {
        self.1.segment_str(text).count()
    }

    fn cut(&self, text: &str) -> Option<Vec<usize>> {
        Some(self.1.segment_str(text).filter(|&at| at < text.len()).collect())
    }

    fn patience(&self) -> usize {
        if self.0 == "ICU4X LSTM" { 2 } else { usize::MAX }
    }
}

/// nlpo3's newmm; its `safe` mode is not used, for it loses text.
struct Nlpo3(NewmmTokenizer);

impl Engine for Nlpo3 {
    fn name(&self) -> &'static str {
        "nlpo3"
    }

    fn count(&self, text: &str) -> usize {
        self.0.segment(text, false, false).map_or(0, |tokens| tokens.len())
    }

    fn cut(&self, text: &str) -> Option<Vec<usize>> {
        begins(text, &self.0.segment(text, false, false).ok()?)
    }
}

/// vaporetto, trained here on gold, with or without a word list.
struct Vaporetto(&'static str, Predictor);

impl Vaporetto {
    /// Trains with the sizes that its documentation suggests.
    fn train(gold: &str, words: Option<&str>) -> Vaporetto {
        let lines = fs::read_to_string(gold).unwrap_or_else(|error| panic!("{gold}: {error}"));
        let lines: Vec<Sentence<'_, '_>> = lines.lines().filter_map(tokenized).collect();
        let words = words.map(|path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}")));
        let known: HashSet<&str> = words.iter().flat_map(|words| words.lines()).map(str::trim).collect();
        let mut known: Vec<String> = known.into_iter().filter(|word| !word.is_empty()).map(str::to_owned).collect();
        known.sort();
        let name = if known.is_empty() { "vaporetto" } else { "vaporetto with dictionary" };
        let mut trainer = Trainer::new(3, 3, 3, 3, known, 4, &[]).expect("the sizes fit");
        lines.iter().for_each(|line| trainer.add_example(line));
        let model = trainer.train(0.01, 1.0, SolverType::L1RegularizedL2LossSVC).expect("there is gold");
        let (model, _) = Model::read_slice(&model.to_vec().expect("a model can be written")).expect("and read");
        Vaporetto(name, Predictor::new(model, false).expect("a predictor of a model"))
    }
}

/// A line of gold as vaporetto writes one: spaces between tokens, real ones escaped.
fn tokenized(line: &str) -> Option<Sentence<'static, 'static>> {
    let tokens = line.split('|').filter(|token| !token.is_empty());
    let escaped = |token: &str| token.replace('\\', "\\\\").replace(' ', "\\ ").replace('/', "\\/");
    Sentence::from_tokenized(&tokens.map(escaped).collect::<Vec<_>>().join(" ")).ok()
}

impl Engine for Vaporetto {
    fn name(&self) -> &'static str {
        self.0
    }

    fn count(&self, text: &str) -> usize {
        let Ok(mut sentence) = Sentence::from_raw(text) else { return 0 };
        self.1.predict(&mut sentence);
        sentence.iter_tokens().count()
    }

    fn cut(&self, text: &str) -> Option<Vec<usize>> {
        let Ok(mut sentence) = Sentence::from_raw(text) else { return Some(Vec::new()) };
        self.1.predict(&mut sentence);
        let tokens: Vec<String> = sentence.iter_tokens().map(|token| token.surface().to_owned()).collect();
        begins(text, &tokens)
    }
}

/// Where tokens begin, if they join to the text.
fn begins(text: &str, tokens: &[String]) -> Option<Vec<usize>> {
    let mut at = 0;
    let mut begins = Vec::with_capacity(tokens.len());
    for token in tokens {
        text[at..].starts_with(token.as_str()).then_some(())?;
        begins.push(at);
        at += token.len();
    }
    (at == text.len()).then_some(begins)
}
