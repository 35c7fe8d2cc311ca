package io.headstart.datafile;

/**
 * What is wrong with one file of an archive.
 *
 * @param reason short constant that tells kinds of problems apart
 * @param text what is wrong, one sentence
 * @param wayOut what to do about it, one sentence
 */
public record Flaw(String reason, String text, String wayOut) {}
