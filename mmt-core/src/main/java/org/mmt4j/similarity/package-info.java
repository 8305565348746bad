/** Computes similarities from the vectors of captions and the experts' embeddings of videos. */
@NullMarked
package org.mmt4j.similarity;

import org.jspecify.annotations.NullMarked;
