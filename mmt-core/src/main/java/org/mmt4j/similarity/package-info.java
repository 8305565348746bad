/** From a caption's vector and the experts' embeddings of videos to one similarity. */
@NullMarked
package org.mmt4j.similarity;

import org.jspecify.annotations.NullMarked;
