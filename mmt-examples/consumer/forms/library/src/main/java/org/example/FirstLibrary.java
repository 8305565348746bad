package org.example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mmt4j.MmtModel;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.search.LibraryHit;
import org.mmt4j.search.VideoLibrary;
import org.mmt4j.search.VideoQuery;
import org.mmt4j.text.Bert;

/** Puts videos into a library on disk, with a model that is not trained, and opens it again. */
public final class FirstLibrary {

  private FirstLibrary() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    try (MmtModel model =
        MmtModel.builder()
            .experts(Expert.of("rgb", 3))
            .captions(
                Bert.fromClasspath("all-minilm-l6-v2.onnx", "all-minilm-l6-v2-tokenizer.json"))
            .build()) {
      try (VideoLibrary library = VideoLibrary.open(folder, model)) {
        library.putVideos(List.of(video("red", 1, 0, 0), video("blue", 0, 0, 1)));
        library.commit();
      }
      try (VideoLibrary library = VideoLibrary.read(folder, model)) {
        System.out.println(library.size() + " videos");
        List<LibraryHit> hits = library.search(VideoQuery.like("red"));
        System.out.println("like red: " + hits.get(0).id());
      }
    }
  }

  private static VideoFeatures video(String id, float... feature) {
    return VideoFeatures.of(
        id, Map.of("rgb", ExpertFeatures.of(new float[][] {feature}, new double[] {0.5})));
  }
}
