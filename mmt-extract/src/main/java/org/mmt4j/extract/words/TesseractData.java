package org.mmt4j.extract.words;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The English data of Tesseract: {@code eng.traineddata} in the model folder, else in the tess4j
 * jar on the class path, else of the Debian package tesseract-ocr-eng.
 *
 * @param file where the data is from; relative if it is from the class path
 * @param bytes content of the file; not copied
 */
record TesseractData(Path file, byte[] bytes) {

  private static final String FILE = "eng.traineddata";
  private static final String RESOURCE = "/tessdata/" + FILE;
  private static final ImmutableList<Path> DEBIAN =
      ImmutableList.of(
          Path.of("/usr/share/tesseract-ocr/5/tessdata", FILE),
          Path.of("/usr/share/tesseract-ocr/4.00/tessdata", FILE));

  /** Returns why there is no data; empty if there is. */
  static Optional<String> unavailableReason(Optional<Path> models) {
    return inModelFolder(models).isPresent() || isOnClassPath() || ofDebian().isPresent()
        ? Optional.empty()
        : Optional.of(
            "Tesseract: found no "
                + FILE
                + ", expected it in the model folder, in net.sourceforge.tess4j:tess4j on the class"
                + " path, or from the Debian package tesseract-ocr-eng");
  }

  static TesseractData read(Optional<Path> models) throws IOException {
    Optional<Path> inModelFolder = inModelFolder(models);
    if (inModelFolder.isPresent()) {
      return read(inModelFolder.get());
    }
    try (InputStream resource = TesseractData.class.getResourceAsStream(RESOURCE)) {
      if (resource != null) {
        return new TesseractData(Path.of("tessdata", FILE), ByteStreams.toByteArray(resource));
      }
    }
    return read(
        ofDebian().orElseThrow(() -> new IOException(unavailableReason(models).orElse(FILE))));
  }

  private static TesseractData read(Path file) throws IOException {
    return new TesseractData(file, Files.readAllBytes(file));
  }

  private static Optional<Path> inModelFolder(Optional<Path> models) {
    return models.map(folder -> folder.resolve(FILE)).filter(Files::isRegularFile);
  }

  private static boolean isOnClassPath() {
    return TesseractData.class.getResource(RESOURCE) != null;
  }

  private static Optional<Path> ofDebian() {
    return DEBIAN.stream().filter(Files::isRegularFile).findFirst();
  }
}
