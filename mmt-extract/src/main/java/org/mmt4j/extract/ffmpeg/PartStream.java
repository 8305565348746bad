package org.mmt4j.extract.ffmpeg;

/**
 * A stream of a part of a file.
 *
 * @param index of the stream in the part
 */
record PartStream(FilePart part, int index) {}
