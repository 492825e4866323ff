//! `State` + `Understanding` → what to do, replies by name: rules, stories, forms, fallback, routing.
