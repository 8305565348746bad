package org.mmt4j.examples;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A model file that experts read.
 *
 * @param file its name, in the package and in the model folder
 * @param bytes its length
 * @param sha256 its hash, in hexadecimal digits
 * @param licence of the file; starts with "unknown" if we found none of the network itself
 * @param source who made it
 */
record KnownModel(String file, int bytes, String sha256, String licence, String source) {

  /** Returns whether the licence of the network itself is known; it then allows any purpose. */
  boolean hasKnownLicence() {
    return !licence.startsWith("unknown");
  }

  /** Reads the list of models, {@code models.csv}. */
  static ImmutableList<KnownModel> all() throws IOException {
    ImmutableList.Builder<KnownModel> all = ImmutableList.builder();
    List<String> lines =
        Resources.readLines(
            Resources.getResource(KnownModel.class, "models.csv"), StandardCharsets.UTF_8);
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = Splitter.on(',').splitToList(line);
      all.add(
          new KnownModel(
              fields.get(0),
              Integer.parseInt(fields.get(1)),
              fields.get(2),
              fields.get(3),
              fields.get(4)));
    }
    return all.build();
  }
}
