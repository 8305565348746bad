/** Features of videos on disk: readers of feature files, data sets, splits, captions. */
@NullMarked
package org.mmt4j.features;

import org.jspecify.annotations.NullMarked;
