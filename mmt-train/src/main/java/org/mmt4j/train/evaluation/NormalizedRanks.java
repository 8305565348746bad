package org.mmt4j.train.evaluation;

import java.util.stream.IntStream;

/** Ranks of similarities that are normalized separately for each direction. */
final class NormalizedRanks {

  private NormalizedRanks() {}

  static RetrievalRanks of(
      SimilarityMatrix similarities,
      SimilarityNormalization textToVideo,
      SimilarityNormalization videoToText) {
    CaptionOwners captions = similarities.owners();
    double[][] raw = rows(similarities, captions);
    double[][] byCaption = textToVideo.apply(raw);
    double[][] byVideo = videoToText.apply(transposed(raw));
    return new RetrievalRanks(
        RetrievalRanks.of((i, j) -> byCaption[i][j], captions.owners().asList()).textToVideo(),
        RetrievalRanks.of((i, j) -> byVideo[j][i], captions.owners().asList()).videoToText());
  }

  /** Returns the similarities, evaluated captions x videos. */
  private static double[][] rows(SimilarityMatrix similarities, CaptionOwners captions) {
    return captions.captions().stream()
        .mapToObj(
            caption ->
                IntStream.range(0, captions.videos())
                    .mapToDouble(video -> similarities.at(caption, video))
                    .toArray())
        .toArray(double[][]::new);
  }

  /** Returns the similarities, videos x captions. */
  private static double[][] transposed(double[][] rows) {
    return IntStream.range(0, rows[0].length)
        .mapToObj(
            video -> IntStream.range(0, rows.length).mapToDouble(i -> rows[i][video]).toArray())
        .toArray(double[][]::new);
  }
}
