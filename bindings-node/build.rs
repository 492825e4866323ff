//! Lets cargo link an addon of Node.

fn main() {
    napi_build::setup();
}
