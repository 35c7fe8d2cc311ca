package io.headstart.protocol;

/**
 * One kept row of a data set, as it stands in the normalised object.
 *
 * @param id number of the row in the user's file, from 1 (header not counted), or of the picture in
 *     the order of its archive's names; stable within a version
 * @param split where it belongs
 * @param label its class
 * @param text what the model reads; of a picture the name of its entry
 */
public record Example(long id, Split split, String label, String text) {}
