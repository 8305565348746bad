package org.mmt4j.text;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;

/**
 * The tokens of a caption: {@code [CLS]}, word pieces, {@code [SEP]}; without padding.
 *
 * @param tokens text of the tokens
 * @param ids rows of the embedding table, one for each of {@code tokens}
 * @param truncated number of word pieces removed by truncation, 0 if the caption is complete
 */
public record WordPieces(ImmutableList<String> tokens, ImmutableIntArray ids, int truncated) {}
