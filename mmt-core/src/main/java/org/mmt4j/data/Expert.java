package org.mmt4j.data;

import com.google.common.collect.ImmutableMap;

/**
 * A pretrained network whose features describe one modality of a video (paper, section 3.1).
 *
 * @param name name in feature files and parameter names: letters, digits, {@code _} and {@code -}
 * @param dimension dimension of a feature, at least 1
 * @param tokenType row of the expert embedding table E, at least 1 (row 0 is for the [CLS] token of
 *     the video); or {@link #ANY_TOKEN_TYPE}
 * @param timing source of the times of the features
 */
public record Expert(String name, int dimension, int tokenType, Timing timing) {

  /** The model selects a row that no other expert uses. */
  public static final int ANY_TOKEN_TYPE = -1;

  /** The experts of the paper, with their rows in the published checkpoints and their timings. */
  private static final ImmutableMap<String, Expert> PUBLISHED =
      ImmutableMap.<String, Expert>builder()
          .put("s3d", new Expert("s3d", 1024, 1, new Timing.StoredOrEvery(1.0)))
          .put("vggish", new Expert("vggish", 128, 2, new Timing.StoredOrEvery(1.0)))
          .put("face", new Expert("face", 512, 3, new Timing.Unknown()))
          .put("rgb", new Expert("rgb", 2048, 5, new Timing.Every(0.2)))
          .put("speech", new Expert("speech", 300, 6, new Timing.Unknown()))
          .put("ocr", new Expert("ocr", 300, 7, new Timing.Unknown()))
          .put("scene", new Expert("scene", 2208, 9, new Timing.Every(1.0)))
          .buildOrThrow();

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the name, the dimension or the token type is invalid
   */
  public Expert {
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException(
          "name of an expert: found \"" + name + "\", expected letters, digits, _ and - only");
    }
    if (dimension < 1) {
      throw new IllegalArgumentException(
          "dimension of expert " + name + ": found " + dimension + ", expected at least 1");
    }
    if (tokenType < 1 && tokenType != ANY_TOKEN_TYPE) {
      throw new IllegalArgumentException(
          "token type of expert " + name + ": found " + tokenType + ", expected at least 1");
    }
  }

  /**
   * Returns an expert. The seven experts of the paper ({@code s3d, vggish, face, rgb, speech, ocr,
   * scene}) have the token type and timing of the authors; others have {@link #ANY_TOKEN_TYPE} and
   * stored times.
   *
   * @throws IllegalArgumentException if the name or the dimension is invalid
   */
  public static Expert of(String name, int dimension) {
    Expert published = PUBLISHED.get(name);
    return published == null
        ? new Expert(name, dimension, ANY_TOKEN_TYPE, new Timing.Stored())
        : new Expert(name, dimension, published.tokenType, published.timing);
  }

  /** Returns the same expert with a different row of the expert embedding table. */
  public Expert withTokenType(int row) {
    return new Expert(name, dimension, row, timing);
  }

  /** Returns the same expert with a different source of times. */
  public Expert withTiming(Timing source) {
    return new Expert(name, dimension, tokenType, source);
  }
}
