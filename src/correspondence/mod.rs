//! Messages between who filed something and who handles it, and the history of its states: what
//! assistance requests and safety reports have in common.
//!
//! What must always be true: messages are sealed under the key of what they belong to; every change
//! of state is in the history.
