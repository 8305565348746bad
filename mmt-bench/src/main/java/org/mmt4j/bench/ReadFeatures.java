package org.mmt4j.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.features.Caption;
import org.mmt4j.features.Hdf5Features;
import org.mmt4j.features.Hdf5Writer;
import org.mmt4j.features.StoredVideo;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Compares reading of the published layout with h5py in one run. The files of all videos, with
 * seven experts of 30 features each, are read one after the other in several passes. Files are in
 * the system's cache, because they have just been written.
 */
@Command(
    mixinStandardHelpOptions = true,
    name = "ReadFeatures",
    description = "Compares reading of HDF5 features with Python's h5py.")
public final class ReadFeatures implements Callable<Integer> {

  private static final int FEATURES = 30;

  private static final ImmutableList<Expert> EXPERTS =
      ImmutableList.of(
          Expert.of("face", 512),
          Expert.of("ocr", 300),
          Expert.of("rgb", 2048),
          Expert.of("s3d", 1024),
          Expert.of("scene", 2208),
          Expert.of("speech", 300),
          Expert.of("vggish", 128));

  @Parameters(paramLabel = "JSON", description = "Output file for the figures.")
  private Path json = Path.of("read-features.json");

  @Option(names = "--videos", description = "Number of videos (${DEFAULT-VALUE}).")
  private int videos = 1000;

  @Option(names = "--passes", description = "Number of passes over all videos (${DEFAULT-VALUE}).")
  private int passes = 3;

  /** Runs the benchmark. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new ReadFeatures()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    H5py python = H5py.find();
    Path folder = Files.createTempDirectory("read-features");
    try {
      List<Path> files = write(folder);
      List<Double> h5py = python.read(files, EXPERTS.stream().map(Expert::name).toList(), passes);
      report(h5py, mmt(files), System.out);
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    return 0;
  }

  private List<Path> write(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Hdf5Writer writer = Hdf5Writer.to(folder);
    for (int i = 0; i < videos; i++) {
      writer.write(video("video" + i, random));
    }
    writer.finish();
    try (var paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static StoredVideo video(String id, SplittableRandom random) {
    Map<String, ExpertFeatures> experts = new HashMap<>();
    for (Expert expert : EXPERTS) {
      float[][] rows = new float[FEATURES][expert.dimension()];
      double[] times = new double[FEATURES];
      for (int i = 0; i < FEATURES; i++) {
        times[i] = i + 0.5;
        for (int j = 0; j < rows[i].length; j++) {
          rows[i][j] = (float) random.nextDouble();
        }
      }
      experts.put(expert.name(), ExpertFeatures.of(rows, times));
    }
    Caption caption = Caption.of("a", "man", "starts", "a", "motorbike");
    return StoredVideo.of(VideoFeatures.of(id, experts), caption);
  }

  private List<Double> mmt(List<Path> files) throws IOException {
    List<Double> seconds = new ArrayList<>();
    for (int pass = 0; pass < passes; pass++) {
      long start = System.nanoTime();
      for (Path file : files) {
        StoredVideo video =
            Hdf5Features.read(file, MoreFiles.getNameWithoutExtension(file), EXPERTS);
        if (video.features().experts().size() != EXPERTS.size()) {
          throw new IOException(
              file
                  + ": expected all experts that were written, found "
                  + video.features().experts().keySet());
        }
      }
      seconds.add((System.nanoTime() - start) * 1e-9);
    }
    return seconds;
  }

  private void report(List<Double> h5py, List<Double> mmt, PrintStream out) throws IOException {
    Map<String, Double> figures = new TreeMap<>();
    out.printf(Locale.ROOT, "%d videos, pass   h5py s    mmt s    ratio%n", videos);
    for (int pass = 0; pass < passes; pass++) {
      double ratio = h5py.get(pass) / mmt.get(pass);
      out.printf(
          Locale.ROOT, "%18d %8.2f %8.2f %8.2f%n", pass + 1, h5py.get(pass), mmt.get(pass), ratio);
      figures.put("read.pass%d.h5py.seconds".formatted(pass + 1), h5py.get(pass));
      figures.put("read.pass%d.seconds".formatted(pass + 1), mmt.get(pass));
      figures.put("read.pass%d.ratio".formatted(pass + 1), ratio);
    }
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), figures);
  }
}
