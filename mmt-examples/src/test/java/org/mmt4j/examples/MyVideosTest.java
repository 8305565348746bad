package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.MmtModel;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.FeatureSources;
import org.mmt4j.nn.Pooling;
import org.mmt4j.text.WordEmbeddings;
import org.mmt4j.text.WordPooling;
import org.mmt4j.text.WordVectors;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;

/** Extraction of features from video files, and search among them. */
class MyVideosTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path videos;

  @BeforeEach
  void videos() throws IOException {
    videos = Files.createDirectories(folder.resolve("videos"));
    for (String name : List.of("red.mp4", "blue.mp4")) {
      try (InputStream in = getClass().getResourceAsStream("videos/" + name)) {
        Files.copy(in, videos.resolve(name));
      }
    }
  }

  @Test
  void extractsFeaturesOnceAndReportsFailures() throws IOException {
    Path features = folder.resolve("features");
    assertEquals(0, extract(features));
    Files.writeString(videos.resolve("text.mp4"), "no video");
    assertEquals(1, extract(features));

    try (FeatureSource source = FeatureSources.open(features)) {
      assertEquals(ImmutableSortedSet.of("blue", "red"), source.ids());
      ExpertFeatures blue = source.readAll("blue").features().expert("pixel").orElseThrow();
      assertEquals(1, blue.feature(0)[2], 0.02);
      assertEquals(0.5, blue.time(0));
    }
    assertTrue(
        out.toString().contains("2 videos extracted, 0 skipped (already extracted), 0 failed"));
    assertTrue(
        out.toString().contains("0 videos extracted, 2 skipped (already extracted), 1 failed"));
    List<String> lines = Splitter.on('\n').omitEmptyStrings().splitToList(err.toString());
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).startsWith(videos.resolve("text.mp4") + ": cannot be opened"));
  }

  private int extract(Path features) {
    return run(
        new ExtractFeatures(),
        "--videos=" + videos,
        "--out=" + features,
        "--experts=pixel",
        "--threads=2");
  }

  @Test
  void rejectsUnknownExpert() {
    assertEquals(1, run(new ExtractFeatures(), "--videos=" + videos, "--out=x", "--experts=smell"));
    assertTrue(err.toString().contains("expert smell: found no such expert"), err.toString());
  }

  @Test
  void ranksVideosOnAPageWithFilmStrips() throws IOException {
    assertEquals(0, search("red & <b>"), err.toString());
    Files.delete(videos.resolve("blue.mp4"));
    assertEquals(0, search("red & <b>"), err.toString());

    assertTrue(
        out.toString().contains("0 videos extracted, 1 skipped (already extracted), 0 failed"));
    String page = Files.readString(folder.resolve("hits.html"));
    assertTrue(page.contains("red &amp; &lt;b&gt;"));
    assertTrue(page.contains("title=\"red\""));
    assertFalse(page.contains("title=\"blue\""));
    assertEquals(7, Splitter.on("data:image/jpeg").splitToList(page).size());
    assertEquals("", err.toString());
  }

  @Test
  void embedsOnlyVideosWhoseFeaturesAreNew() throws IOException {
    assertEquals(0, search("red"), err.toString());
    assertEquals(0, search("blue"), err.toString());
    Files.copy(videos.resolve("red.mp4"), videos.resolve("other.mp4"));
    Files.copy(
        videos.resolve("red.mp4"), videos.resolve("blue.mp4"), StandardCopyOption.REPLACE_EXISTING);
    assertEquals(0, search("red"), err.toString());
    assertEquals(
        List.of("2 of 2 embedded", "0 of 2 embedded", "2 of 3 embedded"),
        out.toString().lines().filter(line -> line.endsWith(" embedded")).toList());
  }

  @Test
  void reportsAFailedVideoAndRanksTheOthers() throws IOException {
    Files.writeString(videos.resolve("text.mp4"), "no video");
    assertEquals(1, search("red"));
    assertTrue(out.toString().contains("  red\n"), out.toString());
    assertTrue(err.toString().startsWith(videos.resolve("text.mp4") + ": cannot be opened"));
  }

  @Test
  void rejectsAFolderWithoutVideos() throws IOException {
    videos = Files.createDirectories(folder.resolve("none"));
    assertEquals(1, extract(folder.resolve("features")));
    assertEquals(1, search("red"));
    assertTrue(
        err.toString().startsWith("extract-features: " + videos + ": found no video among 0 files"),
        err.toString());
    assertTrue(err.toString().contains("search-my-videos: " + videos + ": found no video"));
  }

  @Test
  void usesTheNextFileOfTheSameNameIfOneFails() throws IOException {
    Files.writeString(videos.resolve("red.avi"), "no video");
    assertEquals(1, search("red"));
    assertEquals(1, search("red"));
    assertTrue(Files.readString(folder.resolve("hits.html")).contains("title=\"red\""));
    List<String> lines = Splitter.on('\n').omitEmptyStrings().splitToList(err.toString());
    assertEquals(2, lines.size());
    assertEquals(lines.get(0), lines.get(1));
    assertTrue(lines.get(0).startsWith(videos.resolve("red.avi") + ": cannot be opened"));
  }

  @Test
  void searchFailsIfAllVideosFail() throws IOException {
    videos = Files.createDirectories(folder.resolve("bad"));
    Files.writeString(videos.resolve("text.mp4"), "no video");
    assertEquals(1, search("red"));
    assertTrue(
        err.toString()
            .endsWith(
                "search-my-videos: "
                    + videos
                    + ": expected features of at least one video, found none\n"),
        err.toString());
  }

  @Test
  void findsSpokenWordsWithoutAModel() throws IOException {
    Files.writeString(videos.resolve("red.srt"), cue("The market opens on Sunday."));
    Files.writeString(videos.resolve("blue.srt"), cue("Rain in the north."));
    for (String[] query : new String[][] {{"a market", "red"}, {"it rains up north", "blue"}}) {
      out.getBuffer().setLength(0);
      int code =
          run(new SearchMyVideos(), "--videos=" + videos, "--out=" + folder, "--hits=1", query[0]);
      assertEquals(0, code, err.toString());
      assertTrue(out.toString().contains("  " + query[1] + "\n"), out.toString());
    }
    assertTrue(err.toString().contains("Unavailable expert for a search without a model: objects"));
  }

  @Test
  void reportShowsWhatWasHeardWhen() throws IOException {
    Files.writeString(videos.resolve("red.srt"), cue("The <i>market</i> & more"));
    Path page = folder.resolve("pages/report.html");
    String[] options = {
      "--videos=" + videos, "--out=" + folder.resolve("f"), "--experts=speech", "--report=" + page
    };
    assertEquals(0, run(new ExtractFeatures(), options), err.toString());
    String html = Files.readString(page);
    assertTrue(html.contains("<th>speech</th>"), html);
    assertTrue(html.contains(" market</div>"), html);
    assertTrue(html.contains("<h2>blue</h2>"), html);
    assertEquals(0, run(new ExtractFeatures(), options), err.toString());
    assertTrue(Files.readString(page).contains("0 videos"));
  }

  @Test
  void evaluatesSearchWithoutTraining() throws IOException {
    Files.writeString(videos.resolve("red.srt"), cue("The market opens on Sunday."));
    Files.writeString(videos.resolve("blue.srt"), cue("Rain in the north."));
    Files.writeString(folder.resolve("captions.tsv"), "red\ta market\nblue\train up north\n");
    String features = folder.resolve("features").toString();
    String[] options = {"--videos=" + videos, "--out=" + features, "--experts=speech"};
    assertEquals(0, run(new ExtractFeatures(), options), err.toString());
    assertEquals(0, run(new EvaluateZeroShot(), "--data=" + folder), err.toString());
    assertTrue(out.toString().contains("\nall     100.0"), out.toString());
    assertTrue(out.toString().contains("\nspeech  100.0"), out.toString());
  }

  @Test
  void ranksWindowsOfVideos() throws IOException {
    Files.writeString(videos.resolve("red.srt"), cue("The market opens on Sunday."));
    assertEquals(
        0,
        run(new SearchMyVideos(), "--videos=" + videos, "--out=" + folder, "--windows", "market"),
        err.toString());
    assertTrue(out.toString().contains("  red@0.0-30.0\n"), out.toString());
    assertTrue(Files.readString(folder.resolve("hits.html")).contains("title=\"red@0.0-30.0\""));
  }

  private static String cue(String text) {
    return "1\n00:00:00,100 --> 00:00:00,900\n" + text + "\n";
  }

  private int search(String caption) throws IOException {
    Path saved = folder.resolve("model");
    if (!Files.exists(saved)) {
      try (MmtModel small = model()) {
        small.save(saved);
      }
    }
    return run(
        new SearchMyVideos(), "--model=" + saved, "--videos=" + videos, "--out=" + folder, caption);
  }

  @Test
  void trainsOnExtractedFeaturesAndSearchesThem() throws IOException {
    StringBuilder captions = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      Files.copy(videos.resolve("red.mp4"), videos.resolve("red" + i + ".mp4"));
      captions.append("red" + i + "\ta red picture\n");
    }
    Files.writeString(folder.resolve("captions.tsv"), captions);
    assertEquals(0, extract(folder.resolve("features")), err.toString());
    String data = folder.toString();
    String model = folder.resolve("model").toString();
    assertEquals(
        0,
        run(
            new TrainOnFeatures(),
            "--data=" + data,
            "--out=" + model,
            "--steps=1",
            "--batch=2",
            "--hidden-size=8",
            "--layers=1",
            "--feed-forward=8"),
        err.toString());
    assertEquals(0, run(new Search(), model, data, "a red picture"), err.toString());
  }

  private static MmtModel model() {
    WordVectors vectors =
        new WordVectors(
            ImmutableList.of("[PAD]", "[UNK]", "red"),
            Nd4j.createFromArray(new float[][] {{0, 0}, {0, 0}, {1, -4}}));
    return MmtModel.builder()
        .experts(Expert.of("pixel", 3))
        .captions(WordEmbeddings.of(vectors, new WordPooling.Columns(Pooling.MAX), 4))
        .hiddenSize(4)
        .layers(1)
        .heads(1)
        .feedForward(4)
        .build();
  }

  private int run(Callable<Integer> command, String... arguments) {
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return CommandRunner.run(line, arguments);
  }
}
