package org.mmt4j.extract.words;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.Locale;

/** Compares recognized words with true ones. */
final class WordErrors {

  private WordErrors() {}

  /** Returns the words of a text in lower case. */
  static List<String> words(String text) {
    return Splitter.onPattern("[^\\p{L}\\p{N}]+")
        .omitEmptyStrings()
        .splitToList(text.toLowerCase(Locale.ROOT));
  }

  /** Returns insertions, deletions and substitutions. */
  static int count(List<String> truth, List<String> found) {
    int[] row = new int[found.size() + 1];
    for (int j = 0; j <= found.size(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= truth.size(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= found.size(); j++) {
        int substituted = diagonal + (truth.get(i - 1).equals(found.get(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[found.size()];
  }

  /** Returns the number of errors divided by the number of true words. */
  static double rate(List<String> truth, List<String> found) {
    return (double) count(truth, found) / truth.size();
  }
}
