package org.mmt4j.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import org.mmt4j.examples.world.Film;
import org.mmt4j.examples.world.Footage;
import org.mmt4j.examples.world.WorldFootage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the clips of the quickstart's world as video files, with captions. */
@Command(
    name = "world-videos",
    description = {
      "Writes the clips of the quickstart's world as video files:",
      "DIR/videos/ID.mp4 with frames, audio, and spoken words as subtitles,",
      "DIR/captions.tsv, and DIR/test.txt with the ids of the test clips (one sixth)."
    })
public final class WorldVideos implements Callable<Integer> {

  /** Of so many clips, one is a test clip, as in the quickstart. */
  private static final int CLIPS_PER_TEST_CLIP = 6;

  private static final int FRAMES_PER_SECOND = 16;
  private static final int SAMPLES_PER_SECOND = 16_000;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Output folder for videos and captions.")
  private Path out = Path.of("");

  @Option(names = "--clips", description = "Number of clips, at least 6 (${DEFAULT-VALUE}).")
  private int clips = 1200;

  @Option(names = "--seed", description = "Seed of the world (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new WorldVideos(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    ExtractionConsole.requireFfmpeg();
    if (clips < CLIPS_PER_TEST_CLIP) {
      throw new IllegalArgumentException(
          "--clips: expected at least %d, found %d: one in %d is a test clip"
              .formatted(CLIPS_PER_TEST_CLIP, clips, CLIPS_PER_TEST_CLIP));
    }
    WorldFootage world =
        WorldFootage.of(seed, clips - clips / CLIPS_PER_TEST_CLIP, clips / CLIPS_PER_TEST_CLIP);
    List<Footage> all = new ArrayList<>(world.train());
    all.addAll(world.test());
    writeVideos(all);
    Files.write(out.resolve("test.txt"), world.test().stream().map(Footage::id).toList());
    Files.write(out.resolve("captions.tsv"), all.stream().flatMap(WorldVideos::captions).toList());
    spec.commandLine()
        .getOut()
        .printf("%d videos, %d of them test videos: %s%n", all.size(), world.test().size(), out);
    return 0;
  }

  private void writeVideos(List<Footage> all) throws IOException {
    Path videos = Files.createDirectories(out.resolve("videos"));
    try (ProgressBar bar = VideoBar.of(all.size())) {
      all.parallelStream()
          .forEach(
              footage -> {
                write(footage, videos.resolve(footage.id() + ".mp4"));
                bar.step();
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(Footage footage, Path file) {
    try {
      Mp4Writer.write(movie(footage), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each frame shows the clip at the middle of its display time. */
  private static Movie movie(Footage footage) {
    Film film = footage.largeFilm();
    return new Movie(
        FRAMES_PER_SECOND,
        footage.seconds() * FRAMES_PER_SECOND,
        i -> film.frame((i + 0.5) / FRAMES_PER_SECOND),
        SAMPLES_PER_SECOND,
        footage.samples(SAMPLES_PER_SECOND),
        footage.subtitles());
  }

  private static Stream<String> captions(Footage footage) {
    return footage.captions().stream().map(caption -> footage.id() + "\t" + caption);
  }
}
