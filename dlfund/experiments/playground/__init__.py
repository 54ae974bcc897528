"""The playground: a page that trains dense networks, and the networks that it keeps."""
