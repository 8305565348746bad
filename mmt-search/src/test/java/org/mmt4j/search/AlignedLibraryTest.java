package org.mmt4j.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.MmtModel;

/** A library of a model with an aligned expert, which has a second part of the vectors. */
class AlignedLibraryTest {

  /** Rounding of float32 sums of 22 products below 1. */
  private static final double ROUNDING = 1e-5;

  @TempDir private Path folder;

  @Test
  void bothPartsOfAnAlignedExpertCountAsItsShare() throws IOException {
    try (MmtModel model = SmallModel.aligned(folder);
        VideoLibrary library = VideoLibrary.open(folder.resolve("library"), model)) {
      library.putVideos(SmallModel.alignedVideos(20, 1));
      library.commit();
      CaptionEmbedding caption = model.embed("dog runs");
      for (LibraryHit hit : library.search(VideoQuery.caption("dog runs"))) {
        double expected = hit.entry().embedding().similarity(caption);
        assertEquals(expected, hit.similarity(), ROUNDING);
        // a new model ranks by the dot product of the towers alone
        assertEquals(expected, hit.shares().get("look"), ROUNDING);
        assertEquals(0, hit.shares().get("audio"), ROUNDING);
      }
    }
  }

  @Test
  void anAlignedExpertAloneRanksByTheCosineOfBothParts() throws IOException {
    try (MmtModel model = SmallModel.aligned(folder);
        VideoLibrary library = VideoLibrary.open(folder.resolve("library"), model)) {
      library.putVideos(SmallModel.alignedVideos(20, 1));
      library.commit();
      List<LibraryHit> hits = library.search(VideoQuery.caption("dog runs"));
      List<LibraryHit> alone =
          library.search(VideoQuery.builder().caption("dog runs").expert("look").build());
      assertEquals(
          hits.stream().map(hit -> hit.entry().id()).toList(),
          alone.stream().map(hit -> hit.entry().id()).toList());
    }
  }
}
