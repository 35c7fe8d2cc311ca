package io.headstart.datafile;

import io.headstart.protocol.Split;
import org.jspecify.annotations.Nullable;

/**
 * A file of an archive that may be a picture.
 *
 * @param name full name in the archive; unique
 * @param label its class: the folder's name, composed by Unicode's form NFC, without spaces around
 * @param split the part that the archive's folders say; null when they say none
 * @param size bytes when unpacked, at most {@link Limits#PICTURE_BYTES}
 */
public record PictureEntry(String name, String label, @Nullable Split split, long size) {}
