package org.mmt4j.text;

import java.util.List;

/**
 * The tokens of a caption: {@code [CLS]}, word pieces, {@code [SEP]}; without padding.
 *
 * @param tokens text of the tokens
 * @param ids rows of the embedding table, one for each of {@code tokens}
 * @param truncated number of word pieces removed by truncation, 0 if the caption is complete
 */
public record WordPieces(List<String> tokens, List<Integer> ids, int truncated) {

  /** Copies the lists. */
  public WordPieces {
    tokens = List.copyOf(tokens);
    ids = List.copyOf(ids);
  }
}
