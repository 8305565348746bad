package org.mmt4j.features;

import java.util.Optional;

/**
 * How a {@link FolderDataset} is opened. Immutable.
 *
 * @param columns the columns of the caption file; found by their names or positions if empty
 * @param skipsMissing whether videos whose features cannot be read are skipped, instead of failing
 */
public record FolderOptions(Optional<CaptionColumns> columns, boolean skipsMissing) {

  /** Columns are found, and features that cannot be read are an error. */
  public static final FolderOptions DEFAULT = new FolderOptions(Optional.empty(), false);

  /** Returns the same options with given columns of the caption file. */
  public FolderOptions withColumns(CaptionColumns newColumns) {
    return new FolderOptions(Optional.of(newColumns), skipsMissing);
  }

  /**
   * Returns the same options, but videos whose features cannot be read are skipped. Every video is
   * read once to find them.
   */
  public FolderOptions skipMissing() {
    return new FolderOptions(columns, true);
  }
}
