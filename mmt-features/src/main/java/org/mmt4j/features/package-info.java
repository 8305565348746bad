/**
 * Features of videos on disk: readers of feature files, data sets, splits, captions. "The
 * reference" is the code of the paper's authors.
 */
@NullMarked
package org.mmt4j.features;

import org.jspecify.annotations.NullMarked;
