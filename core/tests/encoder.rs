//! A sentence encoder as further features, proved with one that the test makes itself: word vectors,
//! looked up and averaged. Needs the ONNX Runtime at `ORT_DYLIB_PATH`; says so and stops without it.

#![cfg(feature = "onnx")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, clippy::print_stdout, unreachable_pub)]

use std::path::{Path, PathBuf};

use sonthana::{Encoder, IntentModel, Training};

/// Words, and the corner of a small space where each stands: words of one meaning share it. Some are
/// invented, for the bundled table of meanings knows the others; none shares a hashed row with `ship`.
const WORDS: [(&str, [f32; 4]); 12] = [
    ("[UNK]", [0.1, 0.1, 0.1, 0.1]),
    ("car", [1.0, 0.0, 0.0, 0.0]),
    ("zorvim", [1.0, 0.0, 0.1, 0.0]),
    ("vehicle", [0.9, 0.1, 0.0, 0.0]),
    ("quelp", [0.0, 1.0, 0.1, 0.0]),
    ("ship", [0.0, 1.0, 0.0, 0.0]),
    ("boat", [0.1, 0.9, 0.0, 0.0]),
    ("bread", [0.0, 0.0, 1.0, 0.0]),
    ("plomvic", [0.0, 0.1, 1.0, 0.0]),
    ("loaf", [0.0, 0.0, 0.9, 0.1]),
    ("i", [0.0, 0.0, 0.0, 0.3]),
    ("want", [0.0, 0.0, 0.0, 0.3]),
];

/// Fields of a protocol buffer.
mod proto {
    fn varint(mut n: u64, out: &mut Vec<u8>) {
        while n >= 0x80 {
            out.push(n as u8 | 0x80);
            n >>= 7;
        }
        out.push(n as u8);
    }

    pub fn number(field: u64, n: u64) -> Vec<u8> {
        let mut out = Vec::new();
        varint(field << 3, &mut out);
        varint(n, &mut out);
        out
    }

    pub fn bytes(field: u64, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        varint(field << 3 | 2, &mut out);
        varint(bytes.len() as u64, &mut out);
        out.extend_from_slice(bytes);
        out
    }
}

use proto::{bytes, number};

/// An input or output: its name, the type of its elements, its sizes by name or number.
fn value(field: u64, name: &str, element: u64, sizes: &[&str]) -> Vec<u8> {
    let size = |size: &&str| bytes(1, &size.parse().map_or_else(|_| bytes(2, size.as_bytes()), |n| number(1, n)));
    let shape: Vec<u8> = sizes.iter().flat_map(size).collect();
    let tensor = [number(1, element), bytes(2, &shape)].concat();
    bytes(field, &[bytes(1, name.as_bytes()), bytes(2, &bytes(1, &tensor))].concat())
}

/// `embedding = ReduceMean(Gather(table, input_ids), axes = [1])`, opset 13.
fn model() -> Vec<u8> {
    let raw: Vec<u8> = WORDS.iter().flat_map(|(_, vector)| vector).flat_map(|x| x.to_le_bytes()).collect();
    let table =
        [number(1, WORDS.len() as u64), number(1, 4), number(2, 1), bytes(8, b"table"), bytes(9, &raw)].concat();
    let gather = [bytes(1, b"table"), bytes(1, b"input_ids"), bytes(2, b"rows"), bytes(4, b"Gather")].concat();
    let axes = [bytes(1, b"axes"), number(8, 1), number(20, 7)].concat();
    let keep = [bytes(1, b"keepdims"), number(3, 0), number(20, 2)].concat();
    let mean =
        [bytes(1, b"rows"), bytes(2, b"embedding"), bytes(4, b"ReduceMean"), bytes(5, &axes), bytes(5, &keep)].concat();
    let graph = [
        bytes(1, &gather),
        bytes(1, &mean),
        bytes(2, b"mean of word vectors"),
        bytes(5, &table),
        value(11, "input_ids", 7, &["batch", "length"]),
        value(12, "embedding", 1, &["batch", "4"]),
    ];
    [number(1, 8), bytes(7, &graph.concat()), bytes(8, &[bytes(1, b""), number(2, 13)].concat())].concat()
}

fn tokenizer() -> String {
    let vocabulary: Vec<String> = (0..).zip(WORDS).map(|(id, (word, _))| format!("\"{word}\":{id}")).collect();
    format!(
        "{{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[],\
         \"normalizer\":{{\"type\":\"Lowercase\"}},\"pre_tokenizer\":{{\"type\":\"Whitespace\"}},\
         \"post_processor\":null,\"decoder\":null,\
         \"model\":{{\"type\":\"WordLevel\",\"vocab\":{{{}}},\"unk_token\":\"[UNK]\"}}}}",
        vocabulary.join(",")
    )
}

fn written(name: &str, content: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("encoder");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

fn examples() -> Vec<(String, Option<String>)> {
    let frames = ["i want a", "a", "my", "the", "want my", "i want the", "get me a", "one", "get my", "that"];
    let of = |word: &str, name: &str| frames.map(|frame| (format!("{frame} {word}"), Some(name.to_owned())));
    [of("car", "drive"), of("ship", "sail"), of("bread", "eat")].concat()
}

#[test]
fn an_encoder_knows_words_that_no_example_has() {
    let (onnx, json) = (written("model.onnx", &model()), written("tokenizer.json", tokenizer().as_bytes()));
    let absent = Encoder::open(&onnx, &json, Some(Path::new("/no/such/library.so"))).unwrap_err();
    assert_eq!(absent.code(), "encoder-library");
    assert!(absent.message().contains("pip install onnxruntime"), "{absent}");
    let Ok(library) = std::env::var("ORT_DYLIB_PATH") else {
        println!("skipped: set ORT_DYLIB_PATH to the shared library of the ONNX Runtime");
        return;
    };
    let open = |onnx: &Path, json: &Path| Encoder::open(onnx, json, Some(Path::new(&library)));
    let encoder = open(&onnx, &json).unwrap();
    assert_eq!(encoder.width(), 4);

    let plain = IntentModel::train(&examples()).unwrap();
    let model = IntentModel::train_encoded(&examples(), Training::default(), &encoder).unwrap();
    let mut missed = 0;
    for (text, name) in [("a zorvim", "drive"), ("my quelp", "sail"), ("the plomvic", "eat")] {
        assert_eq!(model.rank(text)[0].name.as_deref(), Some(name), "{text}");
        missed += usize::from(plain.rank(text)[0].name.as_deref() != Some(name));
        // What is remembered of a text is what is computed again.
        assert_eq!(model.rank(text), model.rank(text));
        let fresh = IntentModel::load_encoded(&model.save(), &open(&onnx, &json).unwrap()).unwrap();
        assert_eq!(model.rank(text), fresh.rank(text));
        let said = model.explain(text, None).unwrap();
        let sum: f64 = said.evidence.iter().map(|piece| piece.weight).sum();
        assert!((said.bias + sum - said.logit).abs() < 1e-9);
        assert!(said.evidence.iter().any(|piece| piece.text == text), "{said:?}");
    }
    // Without the encoder these words say nothing, so that one intent in three is as good as another.
    assert!(missed > 0);
    let again = IntentModel::train_encoded(&examples(), Training::default(), &open(&onnx, &json).unwrap()).unwrap();
    assert_eq!(again.save(), model.save());

    let texts = ["a car", "", "i want a ship", "ขอรถ", "a car"];
    let vectors = encoder.encode(&texts).unwrap();
    assert_eq!(vectors[0], vectors[4]);
    assert_eq!(vectors[0], encoder.encode(&texts[..1]).unwrap()[0]);

    assert_eq!(IntentModel::load(&model.save()).unwrap_err().code(), "encoder-missing");
    let other = written("other.json", tokenizer().replace("plomvic", "cake").as_bytes());
    let other = open(&onnx, &other).unwrap();
    assert_eq!(IntentModel::load_encoded(&model.save(), &other).unwrap_err().code(), "encoder-missing");
    assert_eq!(IntentModel::load_encoded(&plain.save(), &encoder).unwrap(), plain);
    let bad = written("bad", b"no model");
    assert_eq!(open(&bad, &json).unwrap_err().code(), "encoder-model");
    assert_eq!(open(&onnx, &bad).unwrap_err().code(), "encoder-model");
    assert_eq!(open(Path::new("/no/model"), &json).unwrap_err().code(), "not-found");
}
