// What the scenarios of the shared product need beside the steps: its address and its accounts.
import { readFileSync } from 'node:fs';

export * from './steps.mjs';
export const demo = JSON.parse(readFileSync(process.env.ORLEANSSOCIAL_DEMO ?? '.data/demo.json', 'utf8'));
export const slackApiUrl = `${demo.baseUrl.replace(/\/$/, '')}/api/`;
