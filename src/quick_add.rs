//! Reads a task from one line of text: "call mom tomorrow at 5 p1 #home".
