//! What the YAML reader gives and refuses, and where.

use super::*;

fn read(text: &str) -> (Node, Vec<Problem>) {
    let mut problems = Vec::new();
    let node = parse("a.yml", text, &mut problems);
    (node, problems)
}

fn first(text: &str) -> (String, u32, u32) {
    let (_, problems) = read(text);
    let problem = problems.first().unwrap_or_else(|| panic!("no problem in {text:?}"));
    (problem.code.clone(), problem.line, problem.column)
}

#[test]
fn keys_and_values_know_their_places_in_thai_text() {
    let (node, problems) = read("เมนู: ลาเต้\nราคา:\n  - {เล็ก: 45, ใหญ่: \"60\"}\n");
    assert_eq!(problems, []);
    let large = &node.get("ราคา").unwrap().items()[0].entries()[1];
    assert_eq!((large.0.place, large.1.place), (Place { line: 3, column: 16 }, Place { line: 3, column: 22 }));
    assert!(matches!(&large.1.content, Content::Scalar { plain: false, .. }));
}

#[test]
fn a_block_begins_where_its_text_begins() {
    let (node, _) = read("examples: |\n    - สวัสดี\n    - ดีจ้า\n");
    assert_eq!(node.entries()[0].1.place, Place { line: 2, column: 5 });
}

#[test]
fn what_a_hash_cuts_off_is_known() {
    let (node, _) = read("- ร้าน #1\n- ร้าน#1\n- \"ร้าน\" #1\n- ร้าน\n  ใหม่  # 1\n- |\n  ร้าน #1\n- #1\n- {a: ข #1\n  }\n");
    let places: Vec<_> =
        node.items().iter().map(|item| item.comment().map(|place| (place.line, place.column))).collect();
    assert_eq!(places, [Some((1, 8)), None, None, Some((5, 9)), None, None, None]);
    let inner = node.items()[6].get("a").and_then(Node::comment);
    assert_eq!(inner.map(|place| (place.line, place.column)), Some((9, 9)));
}

#[test]
fn booleans_are_those_of_yaml_1_2() {
    let (node, _) = read("[true, True, yes, no, on, off, \"true\", !!str true]");
    let flags: Vec<_> = node.items().iter().map(Node::flag).collect();
    assert_eq!(flags, [Some(true), Some(true), None, None, None, None, None, None]);
}

#[test]
fn merges_give_what_the_map_does_not_have() {
    let (node, problems) = read("base: &b {x: 1, y: 2}\nmore: {<<: *b, y: 3}\n");
    assert_eq!(problems, []);
    let more = node.get("more").unwrap();
    assert_eq!(more.get("x").and_then(Node::scalar), Some("1"));
    assert_eq!(more.get("y").and_then(Node::scalar), Some("3"));
}

#[test]
fn what_is_not_yaml_says_where() {
    assert_eq!(first("ก: 1\nข: {ค: 1\n"), ("bad-yaml".into(), 2, 4));
    assert_eq!(first("ก: 1\nก: 2\n"), ("duplicate-key".into(), 2, 1));
    assert_eq!(first("ก: *ข\n"), ("bad-yaml".into(), 1, 4));
    assert_eq!(first("ก: &ข [*ข]\n"), ("bad-yaml".into(), 1, 8));
    assert_eq!(first("ก: !ไฟล์ x\n").0, "bad-yaml");
    assert_eq!(first("a: 1\n---\nb: 2\n"), ("bad-yaml".into(), 2, 1));
    assert_eq!(first("{[a]: 1}").0, "bad-yaml");
}

/// The sentence of the first problem, with its line.
fn told(text: &str) -> String {
    let (_, problems) = read(text);
    format!("{} {}", problems[0].line, problems[0].message)
}

#[test]
fn what_other_readers_take_is_taken() {
    let (node, problems) =
        read("- text: \"แถวแรก\n\nแถวสอง: ยัง\n\tอยู่\"\n  more: 1\n- {\n\t\"a\": 1,\n\t\"b\": [\n\t2]}\n");
    assert_eq!(problems, []);
    let items = node.items();
    assert_eq!(items[0].get("text").and_then(Node::scalar), Some("แถวแรก\nแถวสอง: ยัง อยู่"));
    let (key, value) = &items[1].entries()[0];
    assert_eq!((key.place, value.place), (Place { line: 7, column: 2 }, Place { line: 7, column: 7 }));
    assert_eq!(items[1].get("b").map(|list| list.items().len()), Some(1));
}

#[test]
fn repairs_of_a_long_text_end() {
    let text: String = (0..500).map(|i| format!("- \"ก\n'{i}\"\n")).collect();
    assert_eq!(first(&text), ("bad-yaml".into(), 602, 1));
    let open = format!("- \"ก\n{}", "ข\n".repeat(5000));
    assert_eq!(first(&open), ("bad-yaml".into(), 2, 1));
}

#[test]
fn what_is_not_yaml_says_what_would_be_right() {
    for (text, line, right) in [
        ("a:\n  - text: {city} ครับ\n", 2, "begins with `{` has to stand in quotes"),
        ("a:\n  - text: [ดูที่นี่](http://x)\n", 2, "begins with `[` has to stand in quotes"),
        ("text: @shop\n", 1, "begins with `@` has to stand in quotes"),
        ("text: *หนา* นะ\n", 1, "begins with `*` in quotes"),
        ("text: !ด่วน นะ\n", 1, "begins with `!` has to stand in quotes"),
        ("text: \"ขอ\"แก้ว\n", 1, "goes on after its closing quote"),
        ("text: \"50\\% ลด\"\n", 1, "backslash begins an escape"),
        ("a:\n- text: \"เปิด\nb:\n- text: \"ปิด\"\n", 3, "close them"),
        ("a:\n- text: \"เปิด\nb: 1\n", 3, "close them"),
        ("examples: |\n- สวัสดี\n", 2, "further right than their key"),
        ("a:\n  - b: 1\n -c: 2\n", 3, "space is missing after the hyphen"),
        ("a:\n  b: 1\n c: 2\n", 3, "begin in one column"),
        ("version:\"3.1\"\nnlu: []\n", 2, "part of what stands above"),
        ("a: [b, c\nd: 1\n", 1, "is still open in line 2"),
        ("- a: {b: [c, d]\n- e\n", 1, "is still open in line 2"),
        ("a: [b, {c: d]\n", 1, "a bracket of another kind"),
        ("a: [\n  b,\n  c: d: e\n]\n", 3, "is missing before this"),
        ("slots\n  a: 1\n", 2, "part of what stands above"),
        ("a: 1\nslots\n", 2, "the colon, or the space after it, is missing"),
        ("a:\n\t- b\n", 2, "a tab does not indent"),
        ("text: - เอา\n", 1, "begins with `-`"),
        ("text: > เอา\n", 1, "on the next line"),
        ("a: 1\n\u{a0}b: 2\n", 2, "U+00A0 stands here and looks like a space"),
    ] {
        let told = told(text);
        assert!(told.starts_with(&format!("{line} ")) && told.contains(right), "{text:?}: {told}");
    }
}

#[test]
fn bombs_and_abysses_are_refused() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![before; 9].join(", "));
    }
    assert_eq!(first(&bomb).0, "bad-yaml");
    assert_eq!(first(&"[".repeat(100_000)).0, "bad-yaml");
    assert_eq!(first(&"- ".repeat(100_000)).0, "bad-yaml");
    let mut ladder = "a0: &a0 [x]\n".to_owned();
    for level in 1..100 {
        ladder += &format!("a{level}: &a{level} [*a{}]\n", level - 1);
    }
    assert_eq!(first(&ladder).0, "bad-yaml");
}
