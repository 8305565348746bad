package org.mmt4j.data;

import com.google.common.collect.ImmutableMap;

/**
 * A pretrained network whose features describe one modality of a video (paper, section 3.1).
 *
 * @param name as in feature files and parameter names: letters, digits, {@code _} and {@code -}
 * @param dimension length of one feature vector
 * @param tokenType row of the expert-embedding table E, at least 1 (row 0 belongs to the video's
 *     [CLS] token), or {@link #ANY_TOKEN_TYPE} to let the model choose a free one
 * @param timing where the times of the features come from
 */
public record Expert(String name, int dimension, int tokenType, Timing timing) {

  /** The model gives the expert a row of its own that no other expert uses. */
  public static final int ANY_TOKEN_TYPE = -1;

  /** Rows of the published checkpoints' table E, and the authors' timing of each expert. */
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
   * An expert by name. The paper's seven ({@code s3d, vggish, face, rgb, speech, ocr, scene}) get
   * the authors' token type and timing; any other gets a free token type and its stored times.
   */
  public static Expert of(String name, int dimension) {
    Expert published = PUBLISHED.get(name);
    return published == null
        ? new Expert(name, dimension, ANY_TOKEN_TYPE, new Timing.Stored())
        : new Expert(name, dimension, published.tokenType, published.timing);
  }

  /** The same expert with another row of the expert-embedding table. */
  public Expert withTokenType(int row) {
    return new Expert(name, dimension, row, timing);
  }

  /** The same expert with another source of times. */
  public Expert withTiming(Timing source) {
    return new Expert(name, dimension, tokenType, source);
  }
}
