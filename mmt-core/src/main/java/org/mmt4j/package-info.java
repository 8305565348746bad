/** Main API of the multi-modal transformer: model, embeddings, search index and similarities. */
@NullMarked
package org.mmt4j;

import org.jspecify.annotations.NullMarked;
