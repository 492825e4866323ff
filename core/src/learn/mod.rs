//! The mathematics of learning: linear models, calibration, the bytes they are stored in.
//!
//! In: rows of numbers and their classes. Out: weights. Knows no words, and adds floats in an order
//! that depends on nothing but its input: the same bytes on any machine and number of threads.

pub(crate) mod beam;
pub(crate) mod bytes;
pub(crate) mod calibration;
pub(crate) mod chain;
pub(crate) mod field;
pub(crate) mod matrix;
pub(crate) mod number;
pub(crate) mod sample;
pub(crate) mod scope;
pub(crate) mod sequence;
pub(crate) mod softmax;
pub(crate) mod table;
pub(crate) mod tags;
pub(crate) mod weights;
