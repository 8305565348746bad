package org.mmt4j.text;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;

/**
 * A caption as a text encoder reads it: {@code [CLS]}, word pieces, {@code [SEP]}; no padding.
 *
 * @param tokens the pieces as text
 * @param ids the pieces as rows of the embedding table, as many as {@code tokens}
 * @param truncated how many pieces of the caption had no room, 0 if it is whole
 */
public record WordPieces(ImmutableList<String> tokens, ImmutableIntArray ids, int truncated) {}
