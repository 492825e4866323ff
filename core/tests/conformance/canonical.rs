//! One way to write plain data down that every language has: what digests are made over.
//!
//! Null `~`, booleans `t` `f`, a number as its IEEE bits, a text with its length, maps sorted and
//! without the fields that are null, empty text or an empty list.

use serde_json::Value as Json;

/// Writes a value.
pub fn write(value: &Json, out: &mut String) {
    match value {
        Json::Null => out.push('~'),
        Json::Bool(flag) => out.push(if *flag { 't' } else { 'f' }),
        Json::Number(number) => out.push_str(&format!("{:016x}", number.as_f64().unwrap_or_default().to_bits())),
        Json::String(text) => out.push_str(&format!("{}:{text}", text.len())),
        Json::Array(list) => {
            out.push('[');
            list.iter().for_each(|item| write(item, out));
            out.push(']');
        }
        Json::Object(map) => {
            out.push('{');
            let mut entries: Vec<_> = map.iter().filter(|(_, value)| !absent(value)).collect();
            entries.sort_by_key(|(key, _)| key.as_bytes());
            for (key, value) in entries {
                write(&Json::from(key.as_str()), out);
                write(value, out);
            }
            out.push('}');
        }
    }
}

fn absent(value: &Json) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

/// FNV-1a of the bytes, going on from `hash`.
pub fn hash(mut hash: u64, text: &str) -> u64 {
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// The hash of nothing.
pub const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;
