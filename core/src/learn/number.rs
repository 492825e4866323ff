//! Exponential and logarithm by fixed arithmetic: the same bits on every machine.
//!
//! The standard library's `exp` and `ln` call the platform's; what a model stores must not depend
//! on the platform. Sums and products of IEEE doubles do not, so both are polynomials here, with a
//! relative error below 1e-14 (`exp`) and an absolute one below 1e-14 (`ln`).

const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// One by n factorial, from the 13th down.
const TAYLOR: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    1.0 / 2.0,
    1.0,
    1.0,
];

/// e to the power of `x`; 0 and infinity at the ends of the range.
pub(crate) fn exp(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x > 709.0 {
        return f64::INFINITY;
    }
    if x < -708.0 {
        return 0.0;
    }
    plain_exp(x)
}

/// e to the power of an `x` of at most 0, and no less than 1e-308: without a branch, so that several
/// are worked out at once.
pub(crate) fn exp_below(x: f64) -> f64 {
    plain_exp(x.max(-708.0))
}

/// e to the power of an `x` from -708 to 709.
#[inline]
fn plain_exp(x: f64) -> f64 {
    /// Added to a small number, rounds it to a whole one, which then stands in the lowest bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    let rounded = x * std::f64::consts::LOG2_E + ROUND;
    let k = rounded - ROUND;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    // Taylor's series to the 13th power, |r| <= 0.3466.
    let sum = TAYLOR.iter().fold(0.0, |sum, coefficient| sum * r + coefficient);
    sum * f64::from_bits((rounded.to_bits() << 52).wrapping_add(1023 << 52))
}

/// The natural logarithm of a positive `x`; negative infinity at and below 0.
pub(crate) fn ln(x: f64) -> f64 {
    if x <= 0.0 || x.is_nan() {
        return if x.is_nan() { x } else { f64::NEG_INFINITY };
    }
    if x.is_infinite() {
        return x;
    }
    // Subnormal numbers are lifted into the normal range first.
    let (x, lift) = if x < f64::MIN_POSITIVE { (x * 18_014_398_509_481_984.0, -54.0) } else { (x, 0.0) };
    let bits = x.to_bits();
    let mut exponent = f64::from(u32::try_from(bits >> 52 & 0x7ff).unwrap_or(0)) - 1023.0 + lift;
    let mut m = f64::from_bits(bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000);
    if m > std::f64::consts::SQRT_2 {
        m *= 0.5;
        exponent += 1.0;
    }
    // ln m = 2 atanh((m - 1) / (m + 1)), |s| <= 0.1716.
    let s = (m - 1.0) / (m + 1.0);
    let square = s * s;
    let mut sum = 0.0;
    for n in (0..=9_u32).rev() {
        sum = sum * square + 1.0 / f64::from(2 * n + 1);
    }
    exponent * LN2_HIGH + (2.0 * s * sum + exponent * LN2_LOW)
}

/// The logistic function, 0 to 1.
pub(crate) fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + exp(-x))
    } else {
        let e = exp(x);
        e / (1.0 + e)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_platforms() {
        for i in -7000..7000 {
            let x = f64::from(i) * 0.1;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-13, "exp {x}");
            assert!(x > 0.0 || exp_below(x).to_bits() == exp(x).to_bits(), "exp {x}");
        }
        for i in 1..20_000 {
            let x = f64::from(i) * f64::from(i) * 1e-3;
            assert!((ln(x) - x.ln()).abs() < 1e-13, "ln {x}");
        }
        assert!((ln(5e-324) - (5e-324_f64).ln()).abs() < 1e-12);
    }

    #[test]
    fn the_ends_are_quiet() {
        assert_eq!((exp(-1e9), exp(1e9), ln(0.0)), (0.0, f64::INFINITY, f64::NEG_INFINITY));
        assert!(exp(f64::NAN).is_nan() && ln(f64::NAN).is_nan());
        assert!((sigmoid(40.0) - 1.0).abs() < 1e-15 && sigmoid(-800.0) >= 0.0);
    }
}
