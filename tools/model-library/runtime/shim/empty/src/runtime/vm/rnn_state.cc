// Recurrent models are not compiled here.
