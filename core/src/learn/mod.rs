//! The mathematics: linear models, sequence models, calibration. It knows no words.
