package dev.plimsoll.cli.glossary;

/// What a word means in one place: `where` it stands, and a text for people.
public record Meaning(String where, String text) {}
