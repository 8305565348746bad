package org.example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.extract.ExtractionReport;
import org.mmt4j.extract.FeatureExtraction;
import org.mmt4j.extract.FeatureExtractors;

/** Makes features of the videos in a folder, with all experts that need no models. */
public final class FirstExtraction {

  private FirstExtraction() {}

  public static void main(String[] args) throws IOException {
    FeatureExtractors experts = FeatureExtractors.find(Optional.empty());
    System.out.println(experts.available().keySet());
    ExtractionReport report =
        FeatureExtraction.of(experts).threads(2).run(Path.of(args[0]), Path.of(args[1]));
    System.out.println(report.extracted() + " videos");
  }
}
