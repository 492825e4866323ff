//! [`Text`](crate::text::Text) → `Understanding`; never an error, at worst "nothing understood".
