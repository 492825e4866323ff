//! The one small, typed, total expression language of guards, rejections and conditions.
