/**
 * Takes a PDF apart that a person has attached. It has a policy of its own, which lets it reach nothing, and lives for one
 * document (src/documents/read-pdf.ts).
 */
import 'pdfjs-dist/build/pdf.worker.mjs';
